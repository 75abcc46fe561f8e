import { limitFor } from './catalogue';
import { ACTIONS, type AccountBudget, type Action, type Tier } from './constants';
import type { Limits } from './limit-policy';

/** The budget that a target of an action sets. */
export const DAY_BUDGET: Record<Action, AccountBudget> = {
  invite: 'invite.day',
  message: 'message.day',
  inmail: 'inmail.day',
  visit: 'profile_view.day',
  resolve: 'profile_view.day',
  comment: 'comment.day',
  reaction: 'reaction.day',
  withdraw: 'withdraw.day',
  accept: 'accept.day',
  refuse: 'refuse.day',
};

/**
 * The cap of one of the account's own budgets: the lowest target set on it, else the default, never above the hard cap.
 * `limits` are the catalogue's, or those that a workspace has changed.
 */
export function accountCap(
  budget: AccountBudget,
  account: { tier: Tier; targets: Partial<Record<Action, number>> },
  limits: Limits = limitFor,
): number {
  const { default: normal, hard } = limits(budget, account.tier);
  const targets = ACTIONS.flatMap((action) => (DAY_BUDGET[action] === budget ? (account.targets[action] ?? []) : []));
  return Math.min(hard, targets.length === 0 ? normal : Math.min(...targets));
}

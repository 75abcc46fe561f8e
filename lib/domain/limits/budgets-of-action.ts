import { type AccountBudget, type Action, type BudgetKey, type CapKind, rampKindOf } from './constants';

export interface BudgetsOfActionInput {
  action: Action;
  withNote: boolean;
  /** Which InMail allowance pays; needed for `inmail` alone. Left out it counts as `credit`, the scarcer one. */
  inmail?: 'credit' | 'open';
  inCampaign: boolean;
}

/**
 * Every budget that one send draws on (limits.md §1), sorted, so that all reservations lock in one order (design.md I6).
 */
export function budgetsOf(input: BudgetsOfActionInput): BudgetKey[] {
  const keys: BudgetKey[] = [...OWN_BUDGETS[input.action], `attempt.${input.action}.day`];
  const rampKind = rampKindOf(input.action);
  if (rampKind !== null) keys.push(`ramp.${rampKind}.day`);
  if (input.action === 'invite' && input.withNote) keys.push('invite_note.month');
  if (input.action === 'inmail') keys.push(input.inmail === 'open' ? 'inmail_open.month' : 'inmail_credit.month');
  const capKind = CAP_OF[input.action];
  if (input.inCampaign && capKind !== undefined) keys.push(`campaign.${capKind}.day`);
  // Plain code-unit order, equal to the "C" collation of the store; a locale-aware order would not be.
  return keys.sort();
}

const OWN_BUDGETS: Record<Action, AccountBudget[]> = {
  invite: ['invite.day', 'invite.week'],
  message: ['message.day', 'message.hour', 'engagement.day'],
  inmail: ['inmail.day'],
  visit: ['profile_view.day', 'engagement.day'],
  resolve: ['profile_view.day', 'engagement.day'],
  comment: ['comment.day', 'engagement.day'],
  reaction: ['reaction.day', 'engagement.day'],
  withdraw: ['withdraw.day'],
  accept: ['accept.day'],
  refuse: ['refuse.day'],
};

const CAP_OF: Partial<Record<Action, CapKind>> = { invite: 'invite', message: 'message', inmail: 'inmail' };

import type { AccountBudget, Action } from '../../domain/limits/constants';

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
};

/** Actions an account can take at the provider. `resolve` is the look-up of an id; it is a profile view (limits.md §1). */
export const ACTIONS = [
  'invite',
  'message',
  'inmail',
  'visit',
  'resolve',
  'comment',
  'reaction',
  'withdraw',
  'accept',
  'refuse',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What steps of campaigns do; the others are asked for one by one, or found by a sweep. */
export const STEP_ACTIONS = ['invite', 'message', 'inmail', 'visit', 'resolve', 'comment', 'reaction'] as const;
export type StepAction = (typeof STEP_ACTIONS)[number];

/** Actions that have a ramp, a drawn daily target and a minimum gap of their own. */
export const RAMP_KINDS = ['invite', 'message', 'inmail', 'profile_view', 'comment', 'reaction'] as const;
export type RampKind = (typeof RAMP_KINDS)[number];

/** LinkedIn plans that have limits of their own (limits.md §1). */
export const TIERS = ['free', 'premium', 'sales_navigator', 'recruiter_lite', 'recruiter'] as const;
export type Tier = (typeof TIERS)[number];

/** What a limit's number is for: one LinkedIn plan, or `any` account of another network. */
export const LIMIT_PLANS = [...TIERS, 'any'] as const;
export type LimitPlan = (typeof LIMIT_PLANS)[number];

/** The two numbers of a limit that may be changed. */
export const LIMIT_FIELDS = ['cap', 'hardCap'] as const;
export type LimitField = (typeof LIMIT_FIELDS)[number];

/** Kinds of send a campaign caps separately. */
export const CAP_KINDS = ['invite', 'message', 'inmail'] as const;
export type CapKind = (typeof CAP_KINDS)[number];

/** Budgets that belong to the account itself. `attempt.*`, `ramp.*` and `campaign.*` are derived per action. */
export const ACCOUNT_BUDGETS = [
  'invite.day',
  'invite.week',
  'invite_note.month',
  'message.day',
  'message.hour',
  'engagement.day',
  'profile_view.day',
  'comment.day',
  'reaction.day',
  'withdraw.day',
  'accept.day',
  'refuse.day',
  'inmail.day',
  'inmail_credit.month',
  'inmail_open.month',
] as const;
export type AccountBudget = (typeof ACCOUNT_BUDGETS)[number];

/** Calls of one action that reached the provider; a budget of the account too, with one number for every action. */
export type AttemptBudget = `attempt.${Action}.day`;

/** What a budget counts over. `day` is the account-local day and any rolling 24 h, `month` likewise with 30 days. */
export const WINDOWS = ['day', 'hour', 'week', 'month'] as const;
export type BudgetWindow = (typeof WINDOWS)[number];

/** Every budget key that a send can draw on, e.g. `invite.day`, `attempt.invite.day`, `ramp.message.day`, `campaign.inmail.day`. */
export type BudgetKey = AccountBudget | AttemptBudget | `ramp.${RampKind}.day` | `campaign.${CapKind}.day`;

const RAMP_OF: Record<Action, RampKind | null> = {
  invite: 'invite',
  message: 'message',
  inmail: 'inmail',
  visit: 'profile_view',
  resolve: 'profile_view',
  comment: 'comment',
  reaction: 'reaction',
  withdraw: null,
  accept: null,
  refuse: null,
};

/** The ramp kind an action counts in; withdrawals and answers to invitations have none. */
export function rampKindOf(action: Action): RampKind | null {
  return RAMP_OF[action];
}

import type { AccountBudget, Action, AttemptBudget, RampKind, Tier } from './constants';
import { freeAndPaid, type LimitRule, type LimitValue, type RiskLine } from './limit-rule';
import { LINKEDIN_RULES } from './linkedin-rules';

export type { LimitRule, LimitValue, RiskLine } from './limit-rule';
export { LINKEDIN_READ_LIMITS, OTHER_LIMITS } from './other-limits';

/** The limit of one budget on one plan, in counts per window (limits.md §1). A policy may lower it. */
export function limitFor(budget: AccountBudget | AttemptBudget, tier: Tier): LimitValue {
  return ruleOf(budget).perTier[tier];
}

/** The risk line of one budget on one plan, or null where the budget is a wall or has none. */
export function riskLineFor(budget: AccountBudget | AttemptBudget, tier: Tier): RiskLine | null {
  return ruleOf(budget).risk[tier] ?? null;
}

/** The whole row of a budget, for screens that show a number with its source. */
export function ruleOf(budget: AccountBudget | AttemptBudget): LimitRule {
  const rule = LINKEDIN_LIMITS.find((candidate) => candidate.budget === budget);
  if (rule === undefined) throw new Error(`The limit catalogue has no row for ${budget}`);
  return rule;
}

/** Every budget of a LinkedIn account with its provenance. */
export const LINKEDIN_LIMITS: LimitRule[] = LINKEDIN_RULES;

/** Least time between two actions of a kind on one account (limits.md §4). */
export const MIN_GAP_MS: Record<Action, number> = {
  invite: 90_000,
  message: 60_000,
  inmail: 180_000,
  visit: 20_000,
  resolve: 20_000,
  comment: 20_000,
  reaction: 20_000,
  withdraw: 20_000,
  accept: 20_000,
  refuse: 20_000,
};

/** Cap of week 1 of the ramp, per kind (limits.md §2). */
export const RAMP_START: Record<RampKind, number> = {
  invite: 10,
  message: 15,
  inmail: 1,
  profile_view: 20,
  comment: 5,
  reaction: 5,
};

/** Longest message, in characters; LinkedIn takes no longer one. */
export const MESSAGE_CHARS_MAX = 8_000;

/** Longest note of an invite, in characters (limits.md §1, S0). */
export const NOTE_CHARS_MAX: Record<Tier, number> = freeAndPaid(200, 300);

import type { Tier } from './constants';
import type { LimitChange } from './limit-policy';
import { isOf, limitOn } from './limit-policy';
import type { LimitValue } from './limit-rule';
import { LINKEDIN_READ_LIMITS } from './other-limits';
import type { BudgetWindowShape } from './windows';
import { budgetWindowOf } from './windows';

/** The budget of the profiles that searches fetch. It counts profiles, so it is no budget of a send (limits.md §1). */
export const SEARCH_BUDGET = 'search_result.day';

/** Profiles a day that searches may fetch on a plan, as published; the same number bounds one query. */
export function searchLimit(tier: Tier): LimitValue {
  const rule = LINKEDIN_READ_LIMITS.find(({ key }) => key === SEARCH_BUDGET);
  if (rule === undefined) throw new Error(`The limit catalogue has no row for ${SEARCH_BUDGET}`);
  return rule.perTier?.[tier] ?? rule.cap;
}

/** The same with what the workspace has changed, on the account's local day. */
export function searchLimitOn(
  changes: readonly LimitChange[],
  day: { tier: Tier; now: Date; timeZone: string },
): LimitValue {
  const own = changes.filter((change) => isOf(change, 'linkedin', SEARCH_BUDGET, day.tier));
  return limitOn(searchLimit(day.tier), own, day);
}

/** The local day and any rolling 24 hours, as every `.day` budget. */
export const SEARCH_WINDOW: BudgetWindowShape = budgetWindowOf('invite.day');

import { limitFor } from './catalogue';
import type { AccountBudget, AttemptBudget, LimitField, LimitPlan, Tier } from './constants';
import type { LimitValue } from './limit-rule';
import { localDay } from './windows';

/** One change of one number, as it was kept. A value of null goes back to the published number; 0 means none. */
export interface LimitChange {
  provider: string;
  key: string;
  plan: LimitPlan;
  field: LimitField;
  value: number | null;
  changedAt: Date;
}

/** What a budget allows on a plan; `limitFor` is the answer of the catalogue alone. */
export type Limits = (budget: AccountBudget | AttemptBudget, tier: Tier) => LimitValue;

/**
 * What holds for an account on its local day: a change that lowers holds at once, one that raises from the account's
 * next day. Of several changes of one day the lowest holds on that day. `changes` are in the order they were made.
 */
export function limitsOn(changes: readonly LimitChange[], day: { now: Date; timeZone: string }): Limits {
  return (budget, tier) =>
    limitOn(
      limitFor(budget, tier),
      changes.filter((change) => isOf(change, 'linkedin', budget, tier)),
      day,
    );
}

/** What the changes come to once every account has begun a new day. */
export function limitsAsSet(changes: readonly LimitChange[]): Limits {
  return (budget, tier) =>
    limitAsSet(
      limitFor(budget, tier),
      changes.filter((change) => isOf(change, 'linkedin', budget, tier)),
    );
}

/** Whether a change is one of this limit on this plan. */
export function isOf(change: LimitChange, provider: string, key: string, plan: LimitPlan): boolean {
  return change.provider === provider && change.key === key && change.plan === plan;
}

/** `limitsOn` for one limit, whose changes alone are given. */
export function limitOn(
  published: LimitValue,
  changes: readonly LimitChange[],
  day: { now: Date; timeZone: string },
): LimitValue {
  const today = localDay(day.now, day.timeZone);
  return held((field, normal) => {
    let value = normal;
    const ofToday: number[] = [];
    for (const change of changes) {
      if (change.field !== field) continue;
      const next = change.value ?? normal;
      // A clock that was set back must not make a change older than it is, so "not before today" counts as today.
      if (localDay(change.changedAt, day.timeZone) < today) value = next;
      else ofToday.push(next);
    }
    return Math.min(value, ...ofToday);
  }, published);
}

/** `limitsAsSet` for one limit, whose changes alone are given. */
export function limitAsSet(published: LimitValue, changes: readonly LimitChange[]): LimitValue {
  return held((field, normal) => changes.filter((change) => change.field === field).at(-1)?.value ?? normal, published);
}

/** A default above the hard cap is held at it. */
function held(numberOf: (field: LimitField, published: number) => number, published: LimitValue): LimitValue {
  const hard = numberOf('hardCap', published.hard);
  return { default: Math.min(numberOf('cap', published.default), hard), hard };
}

import { accountCap } from './account-cap';
import type { AccountBudget, Action, AttemptBudget, CapKind, RampKind, Tier } from './constants';
import { ACCOUNT_BUDGETS, ACTIONS, RAMP_KINDS } from './constants';
import type { Limits } from './limit-policy';

interface Capped {
  tier: Tier;
  targets: Partial<Record<Action, number>>;
}

/** What each kind may reach a day once the ramp is over: the account's own target, else the default in force. */
export function dayCapsOf(account: Capped, limits: Limits): Record<RampKind, number> {
  const entries = RAMP_KINDS.map((kind) => [kind, accountCap(`${kind}.day`, account, limits)] as const);
  return Object.fromEntries(entries) as Record<RampKind, number>;
}

/** Ceilings of a day besides the ramp: what the rolling week has left, and the caps of the running campaigns together. */
export function dayCeilings(input: {
  weekLeft: number;
  campaigns: readonly Record<CapKind, number>[];
}): Record<CapKind, number> {
  const { weekLeft, campaigns } = input;
  const together = (kind: CapKind) =>
    campaigns.length === 0 ? Number.POSITIVE_INFINITY : campaigns.reduce((sum, caps) => sum + caps[kind], 0);
  return {
    invite: Math.max(0, Math.min(weekLeft, together('invite'))),
    message: together('message'),
    inmail: together('inmail'),
  };
}

/** The cap of a day of every budget that is the account's own; InMail credits and refused notes may lower theirs. */
export function ownBudgetCaps(account: Capped, limits: Limits): Map<AccountBudget | AttemptBudget, number> {
  const caps = new Map<AccountBudget | AttemptBudget, number>();
  for (const key of ACCOUNT_BUDGETS) caps.set(key, accountCap(key, account, limits));
  for (const action of ACTIONS) {
    const key = `attempt.${action}.day` as const;
    caps.set(key, limits(key, account.tier).default);
  }
  return caps;
}

import type { Tx } from '../../../db/client';
import { budgetState, lockAccountsOf } from '../../../db/queries/limit-changes';
import type { AccountRow } from '../../../db/queries/sending-days';
import { putBudget } from '../../../db/queries/sending-days';
import { accountCap } from '../../domain/limits/account-cap';
import { ACCOUNT_BUDGETS, ACTIONS, type AccountBudget, type AttemptBudget } from '../../domain/limits/constants';
import type { LimitChange, Limits } from '../../domain/limits/limit-policy';
import { limitsAsSet, limitsOn } from '../../domain/limits/limit-policy';
import { budgetWindowOf } from '../../domain/limits/windows';
import type { ServiceContext } from '../context';
import type { KnownLimit } from './known-limit';
import { nextLocalDate } from './next-local-date';

/** An account whose open day was lowered, or one that waits for its next day. */
export interface LoweredBudget {
  accountId: string;
  name: string;
  cap: number;
  used: number;
}
export interface LaterBudget {
  accountId: string;
  name: string;
  cap: number;
  /** The first local date on which the new number holds. */
  from: string;
}

/**
 * Brings the open budgets of a changed limit down to what holds today, under the locks of their accounts, and tells which
 * accounts get more from their next local day. Nothing is raised. The caller holds the limits (`lockLimits`).
 */
export async function lowerOpenBudgets(
  tx: Tx,
  ctx: ServiceContext,
  { limit, changes }: { limit: KnownLimit; changes: readonly LimitChange[] },
): Promise<{ lowered: LoweredBudget[]; later: LaterBudget[] }> {
  const lowered: LoweredBudget[] = [];
  const later: LaterBudget[] = [];
  const budget = countedBudget(limit);
  if (budget === null) return { lowered, later };
  const set = limitsAsSet(changes);
  for (const account of await lockAccountsOf(tx, 'linkedin')) {
    if (!limit.plans.some(({ plan }) => plan === account.tier) || account.timeZone === null) continue;
    const day = { now: ctx.now, timeZone: account.timeZone };
    const cap = capOf(budget, account, limitsOn(changes, day));
    const tomorrow = capOf(budget, account, set);
    const { id: accountId, name } = account;
    if (tomorrow > cap) later.push({ accountId, name, cap: tomorrow, from: nextLocalDate(day) });
    const open = await budgetState(tx, { accountId, key: budget });
    if (open === null || open.cap <= cap) continue;
    const { anchor, widthMs } = budgetWindowOf(budget);
    const common = { accountId, key: budget, campaignId: '', anchor, widthMs, ...day };
    await putBudget(tx, { ...common, cap, mayRaise: false });
    lowered.push({ accountId, name, cap, used: open.used });
  }
  return { lowered, later };
}

/** The budget that the engine counts for the limit; null where it counts none yet. */
function countedBudget(limit: KnownLimit): AccountBudget | AttemptBudget | null {
  if (limit.provider !== 'linkedin') return null;
  const attempts = ACTIONS.map((action) => `attempt.${action}.day` as const);
  return [...ACCOUNT_BUDGETS, ...attempts].find((key) => key === limit.key) ?? null;
}

function capOf(budget: AccountBudget | AttemptBudget, account: AccountRow, limits: Limits): number {
  const own = ACCOUNT_BUDGETS.find((key) => key === budget);
  return own === undefined ? limits(budget, account.tier).default : accountCap(own, account, limits);
}

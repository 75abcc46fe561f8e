import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/accounts-api';
import { rampDayAt } from '../../../db/queries/accounts-api';
import { holdLimits } from '../../../db/queries/limit-changes';
import { moveBudgets, putBudget, setOpenHours, updateAccount } from '../../../db/queries/sending-days';
import type { WorkingHours } from '../../domain/accounts/constants';
import { accountCap, DAY_BUDGET } from '../../domain/limits/account-cap';
import type { Action } from '../../domain/limits/constants';
import { ACTIONS } from '../../domain/limits/constants';
import { budgetWindowOf } from '../../domain/limits/windows';
import { openIntervals } from '../../domain/pacing/working-hours';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { limitsHeld } from '../limits/limits-held';
import { limitsSet } from '../limits/limits-set';
import { accountFor } from './account-access';
import { scheduleProblems, targetProblems } from './account-problems';
import { describeAccount } from './describe-account';

export interface PatchAccountInput {
  id: string;
  name?: string;
  timeZone?: string;
  workingHours?: WorkingHours[];
  daysOff?: string[];
  /** A null target inherits the default again. */
  targets?: Partial<Record<Action, number | null>>;
}

/**
 * Changes an account's name, schedule and targets. A lower target holds at once, a higher one from tomorrow (the day's
 * opening writes it); no target passes the hard cap of its tier (limits.md). Changed hours hold from the next slot on;
 * another zone takes effect when the windows end that are open.
 */
export async function patchAccount(ctx: ServiceContext, input: PatchAccountInput) {
  authorise(ctx, 'accounts.manage_own');
  return withWorkspace(ctx, async (tx) => {
    // Before the account, as whoever changes the limits does.
    await holdLimits(tx, ctx.actor.workspaceId);
    const row = await accountFor(tx, ctx, input.id, { lock: true });
    const fields = [...scheduleProblems(input), ...targetProblems(input.targets ?? {}, row.tier, await limitsSet(tx))];
    if (fields.length > 0)
      throw new AppError('validation_failed', 'Some of these settings are not possible.', { fields });
    const targets = mergeTargets(row, input.targets ?? {});
    await updateAccount(tx, row.id, {
      targets,
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.timeZone === undefined ? {} : { timeZone: input.timeZone }),
      ...(input.workingHours === undefined ? {} : { workingHours: input.workingHours }),
      ...(input.daysOff === undefined ? {} : { daysOff: input.daysOff }),
    });
    const changed = await accountFor(tx, ctx, row.id);
    if (input.timeZone !== undefined)
      await moveBudgets(tx, { accountId: row.id, timeZone: input.timeZone, now: ctx.now });
    await lowerBudgets(tx, ctx, changed, input.targets ?? {});
    await rewriteOpenHours(tx, changed, ctx.now);
    const { id: _id, ...changes } = input;
    await emitAudit(tx, ctx, { action: 'account.changed', objectId: row.id, details: changes });
    return describeAccount(changed);
  });
}

function mergeTargets(
  row: AccountRow,
  changes: Partial<Record<Action, number | null>>,
): Partial<Record<Action, number>> {
  const out: Partial<Record<Action, number>> = { ...row.targets };
  for (const action of ACTIONS) {
    const value = changes[action];
    if (value === null) delete out[action];
    else if (value !== undefined) out[action] = value;
  }
  return out;
}

/** `budget_put` without the right to raise: today's cap can only fall. */
async function lowerBudgets(
  tx: Tx,
  ctx: ServiceContext,
  account: AccountRow,
  changes: Partial<Record<Action, number | null>>,
): Promise<void> {
  if (account.timeZone === null) return;
  const limits = await limitsHeld(tx, ctx, account.timeZone);
  const changed = ACTIONS.filter((action) => changes[action] !== undefined);
  // In the order of the keys, as every other taker of these locks.
  for (const action of changed.sort((a, b) => (DAY_BUDGET[a] < DAY_BUDGET[b] ? -1 : 1))) {
    const key = DAY_BUDGET[action];
    const { anchor, widthMs } = budgetWindowOf(key);
    const cap = accountCap(key, account, limits);
    await putBudget(tx, {
      accountId: account.id,
      key,
      campaignId: '',
      anchor,
      widthMs,
      timeZone: account.timeZone,
      cap,
      now: ctx.now,
      mayRaise: false,
    });
  }
}

/** The gate of working hours reads the day's row, so new hours must reach it in this transaction. */
async function rewriteOpenHours(tx: Tx, account: AccountRow, now: Date): Promise<void> {
  const day = await rampDayAt(tx, account.id, now);
  if (day === null) return;
  const open = openIntervals(day.localDate, {
    timeZone: day.timeZone,
    workingHours: account.workingHours,
    daysOff: account.daysOff,
  });
  const openHours = `{${open.map((span) => `[${span.from.toISOString()},${span.to.toISOString()})`).join(',')}}`;
  await setOpenHours(tx, { accountId: account.id, localDate: day.localDate, openHours });
}

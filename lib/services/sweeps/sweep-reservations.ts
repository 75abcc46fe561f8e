import type { Action } from '../../domain/limits/constants';
import { newId } from '../../platform/ids';
import type { ServiceContext } from '../context';
import { parkEnrolment } from '../enrolments/park-enrolment';
import { planEnrolment } from '../enrolments/plan-enrolment';
import type { StoreUnit } from '../sends/store';
import { withUnit } from '../with-unit';

const HOUR_MS = 3_600_000;
const BATCH = 100;

/**
 * Crash recovery. A reservation past its lease was never dispatched: it is released. A dispatch past its deadline may have
 * reached the provider: it becomes unknown, stops its action for an hour and is never sent again by itself. People whose
 * send has ended without them are planned again, so that nobody is stuck.
 */
export async function sweepReservations(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ released: number; unknown: number; replanned: number }> {
  // In one transaction: a send that is marked and an action that goes on would be a second call during a stop.
  const swept = await withUnit(ctx, async (unit) => {
    const rows = await unit.sweepSends({ limit: BATCH, now: ctx.now });
    for (const row of rows.filter((one) => one.became === 'unknown'))
      await afterUnknown(unit, ctx, { ...row, action: row.action as Action });
    return rows;
  });
  const replanned = await withUnit(ctx, (unit) => replanStranded(unit, ctx));
  return {
    released: swept.filter((row) => row.became === 'released').length,
    unknown: swept.filter((row) => row.became === 'unknown').length,
    replanned,
  };
}

async function afterUnknown(
  unit: StoreUnit,
  ctx: ServiceContext,
  row: { send_id: string; account_id: string; action: Action },
): Promise<void> {
  const since = new Date(ctx.now.getTime() - 24 * HOUR_MS);
  const before = await unit.recentSignals({ accountId: row.account_id, action: row.action, kind: 'unknown', since });
  const signal = {
    workspaceId: ctx.actor.workspaceId,
    accountId: row.account_id,
    sendId: row.send_id,
    action: row.action,
    at: ctx.now,
    headers: {},
    hourBefore: await unit.hourBefore(row.account_id, ctx.now),
    detail: 'The process ended before an answer was recorded.',
  };
  await unit.insertSignal({ ...signal, id: newId('signal'), kind: 'unknown' });
  // Passing a limit can look like no answer at all: two in a day count as one (limits.md §5).
  if (before >= 1) await unit.insertSignal({ ...signal, id: newId('signal'), kind: 'limit' });
  await unit.stopAction({
    accountId: row.account_id,
    action: row.action,
    until: new Date(ctx.now.getTime() + HOUR_MS),
    reason: 'A send without a known outcome',
    now: ctx.now,
    stopsInRow: null,
  });
}

/** An enrolment in `sending` whose row of the ledger has ended goes where that row says. */
async function replanStranded(unit: StoreUnit, ctx: ServiceContext): Promise<number> {
  const rows = await unit.strandedEnrolments(BATCH);
  for (const row of rows) {
    const enrolment = await unit.lockEnrolment(row.id);
    if (enrolment === null || !enrolment.active || enrolment.state !== 'sending') continue;
    if (row.sendState === 'unknown' || row.sendState === 'held') {
      await parkEnrolment(unit, ctx, { enrolmentId: enrolment.id, reason: 'unknown_outcome', wakeAt: null });
    } else {
      const stepDone = row.sendState === 'sent' && !row.lookUp;
      await planEnrolment(unit, ctx, { enrolment, outcome: stepDone ? 'done' : 'here' });
    }
  }
  return rows.length;
}

import type { Tx } from '../../../db/client';
import { lockEnrolment } from '../../../db/queries/enrolments';
import { hourBefore, insertSignal, recentSignals } from '../../../db/queries/outcomes';
import { sweepSends } from '../../../db/queries/send-store';
import { stopAction } from '../../../db/queries/sending-days';
import { strandedEnrolments } from '../../../db/queries/stranded';
import type { Action } from '../../domain/limits/constants';
import { newId } from '../../platform/ids';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { parkEnrolment } from '../enrolments/park-enrolment';
import { planEnrolment } from '../enrolments/plan-enrolment';

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
  const swept = await withWorkspace(ctx, (tx) => sweepSends(tx, { limit: BATCH, now: ctx.now }));
  for (const row of swept.filter((one) => one.became === 'unknown')) {
    await withWorkspace(ctx, (tx) => afterUnknown(tx, ctx, { ...row, action: row.action as Action }));
  }
  const replanned = await withWorkspace(ctx, (tx) => replanStranded(tx, ctx));
  return {
    released: swept.filter((row) => row.became === 'released').length,
    unknown: swept.filter((row) => row.became === 'unknown').length,
    replanned,
  };
}

async function afterUnknown(
  tx: Tx,
  ctx: ServiceContext,
  row: { send_id: string; account_id: string; action: Action },
): Promise<void> {
  const since = new Date(ctx.now.getTime() - 24 * HOUR_MS);
  const before = await recentSignals(tx, { accountId: row.account_id, action: row.action, kind: 'unknown', since });
  const signal = {
    workspaceId: ctx.actor.workspaceId,
    accountId: row.account_id,
    sendId: row.send_id,
    action: row.action,
    at: ctx.now,
    headers: {},
    hourBefore: await hourBefore(tx, row.account_id, ctx.now),
    detail: 'The process ended before an answer was recorded.',
  };
  await insertSignal(tx, { ...signal, id: newId('signal'), kind: 'unknown' });
  // Passing a limit can look like no answer at all: two in a day count as one (limits.md §5).
  if (before >= 1) await insertSignal(tx, { ...signal, id: newId('signal'), kind: 'limit' });
  await stopAction(tx, {
    accountId: row.account_id,
    action: row.action,
    until: new Date(ctx.now.getTime() + HOUR_MS),
    reason: 'A send without a known outcome',
    now: ctx.now,
    stopsInRow: null,
  });
}

/** An enrolment in `sending` whose row of the ledger has ended goes where that row says. */
async function replanStranded(tx: Tx, ctx: ServiceContext): Promise<number> {
  const rows = await strandedEnrolments(tx, BATCH);
  for (const row of rows) {
    const enrolment = await lockEnrolment(tx, row.id);
    if (enrolment === null || !enrolment.active || enrolment.state !== 'sending') continue;
    if (row.sendState === 'unknown' || row.sendState === 'held') {
      await parkEnrolment(tx, ctx, { enrolmentId: enrolment.id, reason: 'unknown_outcome', wakeAt: null });
    } else {
      const stepDone = row.sendState === 'sent' && !row.lookUp;
      await planEnrolment(tx, ctx, { enrolment, outcome: stepDone ? 'done' : 'here' });
    }
  }
  return rows.length;
}

import type { Tx } from '../../../db/client';
import { attempted } from '../../../db/client';
import type { AccountRow, RampDayRow } from '../../../db/queries/accounts-api';
import { auditRows } from '../../../db/queries/audit';
import { missedTurnSince } from '../../domain/accounts/missed-turn';
import type { ServiceContext } from '../context';
import { intervalsOfDay } from '../days/intervals-of-day';

/** A turn that the engine has not taken, and whether it tried. */
export interface EngineFacts {
  missedTurn: { since: Date; hasFailed: boolean } | null;
}

/** Entries of the audit that are looked through: a sweeper tries an account again every few minutes. */
const ENTRIES_MAX = 50;

/**
 * Whether the engine has left out the account's turn. Nothing else may look wrong then: a function of the ledger that raises
 * an error closes no gate. Whoever was let on again a moment ago has only just come to have a turn.
 */
export async function readEngine(
  tx: Tx,
  ctx: ServiceContext,
  { account, ramp }: { account: AccountRow; ramp: RampDayRow | null },
): Promise<EngineFacts> {
  const endsAt = ramp === null ? null : (intervalsOfDay(ramp, account, ctx.clockSpeed).at(-1)?.to ?? null);
  const times = { endsAt, now: ctx.now, clockSpeed: ctx.clockSpeed };
  const overdue = missedTurnSince({ ...times, dueAt: account.nextSlotAt });
  if (overdue === null) return { missedTurn: null };
  const wanted = { action: null, objectId: account.id, actorId: null, from: overdue, to: null };
  const read = await attempted(tx, (inner) => auditRows(inner, { ...wanted, limit: ENTRIES_MAX, cursor: null }));
  // Without the audit the turn is overdue all the same.
  const entries = read?.value ?? [];
  const resumedAt = entries.find((entry) => entry.action === 'account.resumed')?.at ?? overdue;
  const since = missedTurnSince({ ...times, dueAt: latest(overdue, resumedAt, account.stateChangedAt) });
  if (since === null) return { missedTurn: null };
  const hasFailed = entries.some((entry) => entry.action === 'engine.run_failed' && entry.at >= since);
  return { missedTurn: { since, hasFailed } };
}

function latest(...dates: Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())));
}

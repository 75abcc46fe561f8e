import type { Tx } from '../../../db/client';
import type { ImportRow } from '../../../db/queries/imports';
import { updateImport } from '../../../db/queries/imports';
import type { AccountRow } from '../../../db/queries/sending-days';
import { resumesAt, SEARCH_GAP_MS_MIN } from '../../domain/imports/search-pace';
import type { Schedule } from '../../domain/pacing/working-hours';
import { nextOpening } from '../../domain/pacing/working-hours';
import type { ServiceContext } from '../context';
import type { PageTurn } from './page-turn';

/**
 * Lets a search wait with its reason: until a random moment after what holds it is free, inside the account's hours, or for
 * a while where nobody knows when that is. A person sees the reason and the time.
 */
export async function holdSearch(
  tx: Tx,
  ctx: ServiceContext,
  input: { row: ImportRow; account: AccountRow; reason: string; freeAt: Date | null },
): Promise<PageTurn> {
  const { row, reason } = input;
  const nextAt = lookAgainAt(ctx.now, input);
  // The pace of another search of the account, or its page on the way, is no reason that anybody must know.
  const isPace = reason === 'minimum_gap' || reason === 'in_flight';
  await updateImport(tx, row.id, {
    state: isPace ? 'running' : 'waiting',
    reason: isPace ? null : reason,
    nextAt,
  });
  return { kind: 'wait', at: nextAt };
}

/** A search looks again at least this often, so that what a person ends early is seen. */
const LOOK_MS_MAX = 24 * 3_600_000;
const LOOK_MS = 15 * 60_000;

function lookAgainAt(
  now: Date,
  input: { row: ImportRow; account: AccountRow; reason: string; freeAt: Date | null },
): Date {
  const { row, account, reason, freeAt } = input;
  const schedule = scheduleOf(account);
  const seed = `${row.id}:${row.nextStart}:${now.toISOString()}`;
  const latest = new Date(now.getTime() + LOOK_MS_MAX);
  if (reason === 'minimum_gap' || reason === 'in_flight') return freeAt ?? new Date(now.getTime() + SEARCH_GAP_MS_MIN);
  if (reason === 'outside_hours') return resumesAt(nextOpening(now, schedule) ?? latest, schedule, seed) ?? latest;
  if (freeAt === null) return new Date(now.getTime() + LOOK_MS);
  return freeAt > latest ? latest : (resumesAt(freeAt, schedule, seed) ?? latest);
}

/** The account's hours; one without a zone has none, and its gate is closed anyway. */
export function scheduleOf(account: AccountRow): Schedule {
  return { timeZone: account.timeZone ?? 'UTC', workingHours: account.workingHours, daysOff: account.daysOff };
}

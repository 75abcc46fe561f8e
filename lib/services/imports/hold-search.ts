import type { Tx } from '../../../db/client';
import type { ImportRow } from '../../../db/queries/imports';
import { updateImport } from '../../../db/queries/imports';
import type { AccountRow } from '../../../db/queries/sending-days';
import { isSearchPace, searchAgainAt } from '../../domain/imports/search-pace';
import type { Schedule } from '../../domain/pacing/working-hours';
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
  const { row, account, reason, freeAt } = input;
  const seed = `${row.id}:${row.nextStart}:${ctx.now.toISOString()}`;
  const nextAt = searchAgainAt({ now: ctx.now, schedule: scheduleOf(account), reason, freeAt, seed });
  // The pace of another search of the account, or its page on the way, is no reason that anybody must know.
  const isPace = isSearchPace(reason);
  await updateImport(tx, row.id, {
    state: isPace ? 'running' : 'waiting',
    reason: isPace ? null : reason,
    nextAt,
  });
  return { kind: 'wait', at: nextAt };
}

/** The account's hours; one without a zone has none, and its gate is closed anyway. */
export function scheduleOf(account: AccountRow): Schedule {
  return { timeZone: account.timeZone ?? 'UTC', workingHours: account.workingHours, daysOff: account.daysOff };
}

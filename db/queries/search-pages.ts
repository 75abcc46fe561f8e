import { and, desc, eq, gt, isNotNull, sql } from 'drizzle-orm';
import type { SearchPageState } from '../../lib/domain/imports/constants';
import { newId } from '../../lib/platform/ids';
import type { Tx } from '../client';
import { asDate, rowsOf } from '../client';
import { searchPages } from '../schema/search-pages';

export type SearchPageRow = typeof searchPages.$inferSelect;

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

export interface SearchReservation {
  outcome: 'reserved' | 'capped' | 'gated';
  /** The gate that is closed or the budget that is full. */
  reason: string | null;
  freeAt: Date | null;
  pageId: string;
}

/** Calls `search_reserve`: the profiles of one page out of the account's day, gates included, or nothing. */
export async function reserveSearch(
  tx: Tx,
  input: {
    importId: string;
    accountId: string;
    start: number;
    profiles: number;
    cap: number;
    callsMax: number;
    gapMsMin: number;
    widthMs: number;
    now: Date;
    installationId: string;
    deadlineMs: number;
  },
): Promise<SearchReservation> {
  const pageId = newId('page');
  const [row] = await rowsOf<{
    outcome: SearchReservation['outcome'];
    reason: string | null;
    free_at: string | null;
  }>(
    tx,
    sql`select * from search_reserve(${pageId}, ${input.importId}, ${input.accountId}, ${input.start}, ${input.profiles}, ${input.cap}, ${input.callsMax},
      ${input.gapMsMin}, ${input.widthMs}, ${at(input.now)}, ${input.installationId}, ${input.deadlineMs})`,
  );
  if (!row) throw new Error('search_reserve returned no row');
  return { outcome: row.outcome, reason: row.reason, freeAt: asDate(row.free_at), pageId };
}

/** Calls `search_settle`; false when the page was settled already. */
export async function settleSearch(
  tx: Tx,
  input: {
    pageId: string;
    state: SearchPageState;
    profiles: number;
    stopUntil: Date | null;
    stopsInRow: number;
    answer: string | null;
    now: Date;
  },
): Promise<boolean> {
  const until = input.stopUntil === null ? null : at(input.stopUntil);
  const [row] = await rowsOf<{ ok: boolean }>(
    tx,
    sql`select search_settle(${input.pageId}, ${input.state}, ${input.profiles}, ${until}, ${input.stopsInRow}, ${input.answer}, ${at(input.now)}) as ok`,
  );
  return row?.ok === true;
}

/** The account's last stop of its searches that a limit made, or null. */
export async function lastSearchStop(tx: Tx, accountId: string): Promise<SearchPageRow | null> {
  const [row] = await tx
    .select()
    .from(searchPages)
    .where(and(eq(searchPages.accountId, accountId), gt(searchPages.stopsInRow, 0), isNotNull(searchPages.stopUntil)))
    .orderBy(desc(searchPages.at))
    .limit(1);
  return row ?? null;
}

/** When the account's searches were answered since a moment, the earliest first. */
export async function answeredSearchesSince(tx: Tx, input: { accountId: string; since: Date }): Promise<Date[]> {
  const rows = await tx
    .select({ at: searchPages.at })
    .from(searchPages)
    .where(
      and(eq(searchPages.accountId, input.accountId), eq(searchPages.state, 'done'), gt(searchPages.at, input.since)),
    )
    .orderBy(searchPages.at);
  return rows.map((row) => row.at);
}

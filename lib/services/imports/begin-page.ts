import type { Tx } from '../../../db/client';
import { lockImport } from '../../../db/queries/imports';
import { holdLimits, limitChangeRows } from '../../../db/queries/limit-changes';
import type { SearchReservation } from '../../../db/queries/search-pages';
import { reserveSearch } from '../../../db/queries/search-pages';
import type { AccountRow } from '../../../db/queries/sending-days';
import { SEARCH_PAGE_SIZE } from '../../domain/imports/constants';
import { SEARCH_GAP_MS_MIN } from '../../domain/imports/search-pace';
import { limitsOn } from '../../domain/limits/limit-policy';
import { SEARCH_WINDOW, searchLimit, searchLimitOn } from '../../domain/limits/search-limit';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { changesOf } from '../limits/changes-of';
import { endSearch } from './end-search';
import { holdSearch } from './hold-search';
import type { BegunPage, PageTurn } from './page-turn';

/**
 * Reserves the next page of a search, or says when to look again and why. Searches are no action of the sends' ledger: one
 * call costs as many profiles as it asks for, and a send counts one. So they have a ledger of their own, drawn on by one
 * database call under the same gates, with the cap in force, which nobody changes before the transaction ends.
 */
export async function beginPage(
  tx: Tx,
  ctx: ServiceContext,
  input: { importId: string; account: AccountRow },
): Promise<PageTurn | { kind: 'page'; page: BegunPage }> {
  const { account } = input;
  // Held before every other lock, as when a day is opened.
  await holdLimits(tx, ctx.actor.workspaceId);
  const row = await lockImport(tx, input.importId);
  if (row === null) throw new Error(`there is no import ${input.importId}`);
  if (row.state !== 'running' && row.state !== 'waiting') return { kind: 'end', state: row.state };
  // Another run of the same search is ahead of this one, or the sleep ended early.
  if (row.nextAt !== null && row.nextAt > ctx.now) return { kind: 'wait', at: row.nextAt };
  const changes = changesOf(await limitChangeRows(tx));
  const day = { now: ctx.now, timeZone: account.timeZone ?? 'UTC' };
  const { default: cap } = searchLimitOn(changes, { ...day, tier: account.tier });
  const { hard: end } = searchLimit(account.tier);
  // A page is as long as what is still wanted, what one query gives, and what a day allows at all.
  const wanted = Math.min(SEARCH_PAGE_SIZE, (row.most ?? 0) - row.rows, end - row.nextStart);
  const page = { importId: row.id, start: row.nextStart, limit: Math.min(wanted, cap), end };
  if (wanted < 1) return endSearch(tx, ctx, row, { state: 'done' });
  const reserved =
    cap < 1
      ? NOTHING_ALLOWED
      : await reserveSearch(tx, {
          importId: row.id,
          accountId: account.id,
          start: page.start,
          profiles: page.limit,
          cap,
          // Every action has this many calls a day, whatever they are answered.
          callsMax: limitsOn(changes, day)('attempt.resolve.day', account.tier).default,
          gapMsMin: SEARCH_GAP_MS_MIN,
          widthMs: SEARCH_WINDOW.widthMs,
          now: ctx.now,
          installationId: ctx.installationId,
          deadlineMs: CALL_TIMEOUT_MS + SETTLE_MS,
        });
  if (reserved.outcome === 'reserved') return { kind: 'page', page: { ...page, id: reserved.pageId } };
  return holdSearch(tx, ctx, { row, account, reason: reserved.reason ?? 'unconfigured', freeAt: reserved.freeAt });
}

/** Wall time in which an answer must be stored; after it the page counts as spent and is asked for once more. */
const SETTLE_MS = 30_000;
const NOTHING_ALLOWED: Omit<SearchReservation, 'pageId'> & { pageId: '' } = {
  outcome: 'capped',
  reason: 'search_result.day',
  freeAt: null,
  pageId: '',
};

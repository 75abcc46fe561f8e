import type { Tx } from '../../../db/client';
import type { ImportRow } from '../../../db/queries/imports';
import { lockImport, updateImport } from '../../../db/queries/imports';
import { lockPeopleOfWorkspace } from '../../../db/queries/prospects';
import { settleSearch } from '../../../db/queries/search-pages';
import type { AccountRow } from '../../../db/queries/sending-days';
import { nextPageAt, SEARCH_GAP_MS_MIN } from '../../domain/imports/search-pace';
import type { FoundPage, SearchResult } from '../../providers/port';
import type { ServiceContext } from '../context';
import { endSearch } from './end-search';
import { holdSearch, scheduleOf } from './hold-search';
import { judgeFound } from './judge-found';
import { judgeRefusal } from './judge-refusal';
import type { BegunPage, PageTurn } from './page-turn';
import { storePeople } from './store-people';
import { countVerdicts, writeLines } from './write-lines';

export interface AnsweredPage {
  account: AccountRow;
  page: BegunPage;
  read: SearchResult;
}

/**
 * Settles a page and, in the same transaction, stores its people and moves the search on. A page that somebody else has
 * settled, or whose search has been cancelled, stores nobody; its profiles stay counted.
 */
export async function endPage(tx: Tx, ctx: ServiceContext, input: AnsweredPage): Promise<PageTurn> {
  const { account, page, read } = input;
  const row = await lockImport(tx, page.importId);
  if (row === null) throw new Error(`there is no import ${page.importId}`);
  const refusal = read.ok ? null : await judgeRefusal(tx, ctx, { account, read });
  const isOurs = await settleSearch(tx, {
    pageId: page.id,
    state: refusal?.state ?? 'done',
    profiles: read.ok ? read.value.items.length : 0,
    stopUntil: refusal?.stopUntil ?? null,
    stopsInRow: refusal?.stopsInRow ?? 0,
    answer: read.ok ? null : `${read.code}: ${read.detail}`.slice(0, ANSWER_CHARS_MAX),
    now: ctx.now,
  });
  if (row.state !== 'running' && row.state !== 'waiting') return { kind: 'end', state: row.state };
  if (!isOurs) return { kind: 'wait', at: row.nextAt ?? new Date(ctx.now.getTime() + SEARCH_GAP_MS_MIN) };
  if (read.ok) return storePage(tx, ctx, { row, account, page, found: read.value });
  if (refusal?.failure !== undefined) return endSearch(tx, ctx, row, { state: 'failed', reason: refusal.failure });
  return holdSearch(tx, ctx, {
    row,
    account,
    reason: refusal?.reason ?? 'no_answer',
    freeAt: refusal?.stopUntil ?? null,
  });
}

const ANSWER_CHARS_MAX = 300;

async function storePage(
  tx: Tx,
  ctx: ServiceContext,
  input: { row: ImportRow; account: AccountRow; page: BegunPage; found: FoundPage },
): Promise<PageTurn> {
  const { row, account, page, found } = input;
  await lockPeopleOfWorkspace(tx, ctx.actor.workspaceId);
  // More than was asked for was not paid for.
  const content = judgeFound(found.items.slice(0, page.limit), row.rows + 1);
  const stored = await storePeople(tx, ctx, { listId: row.listId, candidates: content.candidates });
  await writeLines(tx, ctx, row.id, content, stored);
  const sum = added(row, countVerdicts(stored, content.invalid.length));
  const nextStart = page.start + page.limit;
  const after = { ...row, ...sum, nextStart };
  const isEnd = !found.more || sum.rows >= (row.most ?? 0) || nextStart >= page.end;
  const nextAt = isEnd ? null : nextPageAt(ctx.now, scheduleOf(account), `${row.id}:${nextStart}`);
  await updateImport(tx, row.id, { ...sum, nextStart, nextAt, state: 'running', reason: null });
  if (isEnd) return endSearch(tx, ctx, after, { state: 'done' });
  if (nextAt !== null) return { kind: 'wait', at: nextAt };
  return holdSearch(tx, ctx, { row: after, account, reason: 'outside_hours', freeAt: null });
}

type Figures = ReturnType<typeof countVerdicts>;

function added(row: ImportRow, more: Figures): Figures {
  return {
    rows: row.rows + more.rows,
    created: row.created + more.created,
    merged: row.merged + more.merged,
    duplicate: row.duplicate + more.duplicate,
    suppressed: row.suppressed + more.suppressed,
    invalid: row.invalid + more.invalid,
  };
}

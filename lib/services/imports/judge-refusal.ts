import type { Tx } from '../../../db/client';
import { hourBefore, insertSignal, recentSignals } from '../../../db/queries/outcomes';
import { answeredSearchesSince, lastSearchStop } from '../../../db/queries/search-pages';
import type { AccountRow } from '../../../db/queries/sending-days';
import type { SignalKind } from '../../domain/accounts/constants';
import type { SearchPageState } from '../../domain/imports/constants';
import { nextDayOpenings } from '../../domain/pacing/working-hours';
import { countStops, STOP_DAYS, stopUntil } from '../../domain/sends/stop-until';
import { newId } from '../../platform/ids';
import type { SearchResult } from '../../providers/port';
import type { ServiceContext } from '../context';
import { scheduleOf } from './hold-search';

type Refused = Extract<SearchResult, { ok: false }>;

/** What a page that brought nobody comes to: how it counts, why the search waits or fails, and what stops them all. */
export interface Refusal {
  state: SearchPageState;
  reason: string;
  stopUntil: Date | null;
  stopsInRow: number;
  /** Set where waiting would not help. */
  failure?: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Wait of the API in front when it names none. */
const RETRY_AFTER_S = 60;
const UNREACHED_MS = 10 * 60_000;

/**
 * Reads a refused page by the table of limits.md §5: a limit answer stops the account's searches until the time it names
 * or the next working days; a page without a usable answer stops them for an hour, and the second in a day is a limit.
 */
export async function judgeRefusal(
  tx: Tx,
  ctx: ServiceContext,
  { account, read }: { account: AccountRow; read: Refused },
): Promise<Refusal> {
  const after = (ms: number) => new Date(ctx.now.getTime() + ms);
  switch (read.code) {
    case 'limited':
      await addSignal(tx, ctx, account, read, 'limit');
      return limited(tx, ctx, account, read);
    case 'unavailable': {
      const since = new Date(ctx.now.getTime() - DAY_MS);
      const before = await recentSignals(tx, { accountId: account.id, action: 'search', kind: 'unknown', since });
      await addSignal(tx, ctx, account, read, before > 0 ? 'limit' : 'unknown');
      if (before > 0) return limited(tx, ctx, account, read);
      return { state: 'spent', reason: 'no_answer', stopUntil: after(HOUR_MS), stopsInRow: 0 };
    }
    case 'throttled': {
      const stop = after((read.retryAfterS ?? RETRY_AFTER_S) * 1_000);
      return { state: 'released', reason: 'api_wait', stopUntil: stop, stopsInRow: 0 };
    }
    case 'not_reached':
      return { state: 'released', reason: 'unreachable', stopUntil: after(UNREACHED_MS), stopsInRow: 0 };
    case 'disconnected':
    case 'restricted':
      return { state: 'released', reason: 'account_state', stopUntil: null, stopsInRow: 0 };
    case 'no_access':
    case 'bad_search':
    case 'not_found':
      // The call was made and brought no profile.
      return { state: 'done', reason: read.code, stopUntil: null, stopsInRow: 0, failure: read.code };
  }
}

async function limited(tx: Tx, ctx: ServiceContext, account: AccountRow, read: Refused): Promise<Refusal> {
  const last = await lastSearchStop(tx, account.id);
  const endedAt = last?.stopUntil ?? null;
  const sendsSince = endedAt === null ? [] : await answeredSearchesSince(tx, { accountId: account.id, since: endedAt });
  const stopsInRow = countStops({ before: last?.stopsInRow ?? 0, endedAt, sendsSince, now: ctx.now });
  const namedS = Math.max(read.retryAfterS ?? 0, read.rate?.resetAfterS ?? 0);
  const until = stopUntil({
    stopsInRow,
    now: ctx.now,
    nextOpenings: nextDayOpenings(ctx.now, STOP_DAYS.at(-1) ?? 14, scheduleOf(account)),
    ...(namedS > 0 ? { answerReset: new Date(ctx.now.getTime() + namedS * 1_000) } : {}),
  });
  return { state: 'spent', reason: 'provider_limit', stopUntil: until, stopsInRow };
}

async function addSignal(
  tx: Tx,
  ctx: ServiceContext,
  account: AccountRow,
  read: Refused,
  kind: SignalKind,
): Promise<void> {
  await insertSignal(tx, {
    workspaceId: ctx.actor.workspaceId,
    id: newId('signal'),
    accountId: account.id,
    sendId: null,
    action: 'search',
    kind,
    at: ctx.now,
    headers: read.headers,
    hourBefore: await hourBefore(tx, account.id, ctx.now),
    detail: read.detail.slice(0, 500),
  });
}

import { type Answer, problem } from './answers';
import { configOf } from './config';
import type { Account } from './records';
import type { AccountHandler, Call } from './router';
import type { Simulation } from './simulation';

/**
 * What stands between a call and an account: the API's own limiter (fixed windows of a minute that open at the first
 * call), its cache of reads (an hour of app time unless the caller says otherwise) and the state of the connection.
 * Both counts and cache live in memory: a restart of the API empties them.
 */
export function createGate(simulation: Simulation): ProviderGate {
  const windows = new Map<string, { openedMs: number; used: number }>();
  const cache = new Map<string, { storedMs: number; body: unknown }>();
  return {
    pass(call, handle) {
      const account = findAccount(simulation, call);
      if ('status' in account && 'body' in account) return account;
      const closed = refusalOf(account);
      if (closed !== null) return closed;
      const key = `${call.path}?${call.query.toString()}`;
      const cached = call.method === 'GET' ? fresh(cache.get(key), call) : null;
      if (cached !== null) return cached;
      const headers = takeFromWindow(windows, account, call, configOf(simulation).apiLimitPerMinute);
      if (headers === null) return limited(windows, account, call, configOf(simulation).apiLimitPerMinute);
      const answer = handle(call, account);
      if (call.method !== 'GET') return { ...answer, headers: { ...answer.headers, ...headers } };
      if (answer.status === 200 && !directive(call, 'no-store')) {
        cache.set(key, { storedMs: call.now.getTime(), body: answer.body });
        dropOldest(cache);
      }
      return { ...answer, headers: { ...answer.headers, ...headers, 'x-cache': 'MISS' } };
    },
  };
}

export interface ProviderGate {
  pass(call: Call, handle: AccountHandler): Answer;
}

const WINDOW_MS = 60_000;
const CACHE_TTL_S = 3_600;
const CACHE_ENTRIES_MAX = 5_000;

function findAccount(simulation: Simulation, call: Call): Account | Answer {
  const id = call.params.account ?? '';
  if (!id.startsWith('acc_')) return problem('api/invalid_parameters', 'account_id: must start with acc_');
  return simulation.store.get('account', id) ?? problem('api/resource_not_found', 'No such account.');
}

function refusalOf(account: Account): Answer | null {
  if (account.status === 'disconnected') return problem('provider/invalid_authorization', 'Account is disconnected.');
  if (account.status === 'restricted') return problem('api/account_restricted', 'Account is restricted.');
  if (account.status === 'errored')
    return problem('provider/server_error', 'The connection of this account is in error.');
  return null;
}

function fresh(entry: { storedMs: number; body: unknown } | undefined, call: Call): Answer | null {
  if (entry === undefined || directive(call, 'no-cache') || directive(call, 'no-store')) return null;
  const ageS = Math.floor((call.now.getTime() - entry.storedMs) / 1_000);
  const maxAge = /max-age=(\d+)/.exec(call.headers['cache-control'] ?? '')?.[1];
  const ttlS = maxAge === undefined ? CACHE_TTL_S : Number(maxAge);
  if (ageS < 0 || ageS >= ttlS) return null;
  return { status: 200, body: entry.body, headers: { 'x-cache': 'HIT', age: String(ageS) } };
}

function directive(call: Call, name: string): boolean {
  return call.headers['cache-control']?.includes(name) === true;
}

function dropOldest(cache: Map<string, unknown>): void {
  if (cache.size <= CACHE_ENTRIES_MAX) return;
  const [oldest] = cache.keys();
  if (oldest !== undefined) cache.delete(oldest);
}

type Windows = Map<string, { openedMs: number; used: number }>;

/** Counts the call and returns the rate headers, or null when the window is full. */
function takeFromWindow(windows: Windows, account: Account, call: Call, limit: number): Record<string, string> | null {
  const open = windows.get(account.id);
  const nowMs = call.now.getTime();
  // A clock set back opens a new window too.
  const over = open === undefined || nowMs - open.openedMs >= WINDOW_MS || nowMs < open.openedMs;
  const window = over ? { openedMs: nowMs, used: 0 } : open;
  if (window.used >= limit) return null;
  windows.set(account.id, { ...window, used: window.used + 1 });
  return rateHeaders(limit, limit - window.used - 1, window.openedMs, nowMs);
}

function limited(windows: Windows, account: Account, call: Call, limit: number): Answer {
  const nowMs = call.now.getTime();
  const headers = rateHeaders(limit, 0, windows.get(account.id)?.openedMs ?? nowMs, nowMs);
  return problem('api/too_many_requests', 'Too many calls for this account.', {
    ...headers,
    'retry-after': headers['x-ratelimit-reset'] ?? '60',
  });
}

function rateHeaders(limit: number, remaining: number, openedMs: number, nowMs: number): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.max(1, Math.ceil((openedMs + WINDOW_MS - nowMs) / 1_000))),
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { RateWindow } from '../port';
import { type Exchange, exchange } from './transport';

/** A client of the v2 API that knows its key, its addresses, its time-outs and which calls may be repeated. */
export function createUnipileClient(options: ClientOptions): UnipileClient {
  const base = `${options.baseUrl.replace(/\/+$/, '')}/v2`;
  const readTimeoutMs = options.readTimeoutMs ?? READ_TIMEOUT_MS;
  const writeTimeoutMs = options.writeTimeoutMs ?? CALL_TIMEOUT_MS;
  const retryPauseMs = options.retryPauseMs ?? RETRY_PAUSE_MS;
  const key = { 'x-api-key': options.apiKey };

  async function readOnce(url: string, fresh: boolean): Promise<Exchange> {
    const headers = fresh ? { ...key, 'cache-control': 'no-cache' } : key;
    let at = url;
    for (let hop = 0; ; hop += 1) {
      const answer = await exchange({ method: 'GET', url: at, headers, timeoutMs: readTimeoutMs });
      const to = redirectOf(answer, at);
      if (to === null || hop === REDIRECTS_MAX) return answer;
      at = to;
    }
  }

  return {
    write(path, body) {
      return exchange({ method: 'POST', url: base + path, headers: key, body, timeoutMs: writeTimeoutMs });
    },
    async read(path, { fresh = false, repeat = true } = {}) {
      for (let attempt = 0; ; attempt += 1) {
        const answer = await readOnce(base + path, fresh);
        if (attempt === READ_RETRIES || !isPassing(answer, repeat)) return answer;
        // Full jitter on top of half the pause, so that several accounts do not come back together.
        await pause(retryPauseMs * 2 ** attempt * (0.5 + Math.random()));
      }
    },
  };
}

export interface ClientOptions {
  baseUrl: string;
  apiKey: string;
  readTimeoutMs?: number;
  writeTimeoutMs?: number;
  retryPauseMs?: number;
}

export interface UnipileClient {
  /** One attempt, whatever happens: the API has no idempotency key, so a second one could act twice. */
  write(path: string, body?: unknown): Promise<Exchange>;
  /** At most 3 attempts. `repeat: false` is for reads that cost a budget: only a call that left no byte is repeated. */
  read(path: string, options?: { fresh?: boolean; repeat?: boolean }): Promise<Exchange>;
}

/** One part of a path. A part that a server could resolve to another path is a bug of the caller. */
export function segment(value: string): string {
  if (!isSegment(value)) throw new Error('An id in a path may not be empty or a relative path');
  return encodeURIComponent(value);
}

/** Whether a text can stand in a path as itself. */
export function isSegment(value: string): boolean {
  return value !== '' && value !== '.' && value !== '..';
}

/** Rate and cache headers of an answer, kept for the ledger's signals; everything else is dropped. */
export function rateHeaders(answer: Exchange): Record<string, string> {
  if (answer.kind !== 'response') return {};
  return Object.fromEntries(Object.entries(answer.headers).filter(([name]) => KEPT_HEADER.test(name)));
}

/** The provider's window of calls in an answer's rate headers; nothing where one is missing or makes no sense. */
export function rateWindowOf(headers: Record<string, string>): { rate?: RateWindow } {
  const [limit, remaining, resetAfterS] = ['limit', 'remaining', 'reset'].map((name) => {
    const text = headers[`x-ratelimit-${name}`]?.trim() ?? '';
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  });
  if (!isCount(limit, 1) || !isCount(remaining, 0) || resetAfterS === undefined || !(resetAfterS <= RESET_S_MAX))
    return {};
  return { rate: { limit, remaining, resetAfterS } };
}

function isCount(value: number | undefined, min: number): value is number {
  return Number.isSafeInteger(value) && value !== undefined && value >= min && value <= COUNT_MAX;
}

/** A window of more than a month, or of more calls than this, is no window of an account. */
const RESET_S_MAX = 31 * 86_400;
const COUNT_MAX = 1_000_000;
const READ_TIMEOUT_MS = 15_000;
const READ_RETRIES = 2;
const RETRY_PAUSE_MS = 400;
const REDIRECTS_MAX = 2;
const KEPT_HEADER = /^(x-ratelimit-.*|retry-after|x-cache|age)$/;

function isPassing(answer: Exchange, repeat: boolean): boolean {
  if (answer.kind === 'not_reached') return true;
  if (!repeat) return false;
  // 501 says that the route does not exist, which no retry changes.
  return answer.kind === 'broken' || (answer.status >= 500 && answer.status <= 504 && answer.status !== 501);
}

/** The API answers a missing slash with a redirect. The key is never carried to another origin. */
function redirectOf(answer: Exchange, from: string): string | null {
  if (answer.kind !== 'response' || ![301, 302, 307, 308].includes(answer.status)) return null;
  const { location } = answer.headers;
  if (location === undefined || !URL.canParse(location, from)) return null;
  const to = new URL(location, from);
  return to.origin === new URL(from).origin ? to.href : null;
}

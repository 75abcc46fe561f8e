const UNITS_MS: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};
const DURATION = /^(\d+(ms|[wdhms]))+$/;
const RETRY_FIRST_MS = 5_000;
const RETRY_MOST_MS = 300_000;
const RETRY_AFTER_LEAST_MS = 1_000;
const RETRY_AFTER_MOST_MS = 24 * 3_600_000;

/** When a sleep or a time-out ends: a duration such as `1h30m` from `now`, or an ISO moment; null when it is neither. */
export function endOf(text: string, now: Date): Date | null {
  const ms = durationMs(text);
  if (ms !== null) return new Date(now.getTime() + ms);
  // Without this test `new Date` would read "3" as a year and a stray word as a moment of the machine's zone.
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
}

/** The length of a duration such as `1h30m`; null when it is none. */
export function durationMs(text: string): number | null {
  if (!DURATION.test(text)) return null;
  return [...text.matchAll(/(\d+)(ms|[wdhms])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (UNITS_MS[unit ?? ''] ?? 0),
    0,
  );
}

/**
 * Wall ms until a failed call is tried again: what the answer's `retry-after` asks for (seconds or a date, held between
 * one second and a day), else 5 s, 10 s, 20 s … 5 min.
 */
export function retryDelayMs(attempt: number, retryAfter: string | null, nowMs: number): number {
  const asked = askedMs(retryAfter, nowMs);
  if (asked !== null) return Math.min(Math.max(asked, RETRY_AFTER_LEAST_MS), RETRY_AFTER_MOST_MS);
  return Math.min(RETRY_FIRST_MS * 2 ** attempt, RETRY_MOST_MS);
}

function askedMs(retryAfter: string | null, nowMs: number): number | null {
  if (retryAfter === null) return null;
  if (/^\d{1,7}$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? null : at - nowMs;
}

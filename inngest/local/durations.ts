const UNITS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** When a sleep or a time-out ends: a duration such as `1h30m` from `now`, or the moment itself in ISO form. */
export function endOf(text: string, now: Date): Date {
  if (/^(\d+[wdhms])+$/.test(text)) {
    const ms = [...text.matchAll(/(\d+)([wdhms])/g)].reduce(
      (sum, [, n, unit]) => sum + Number(n) * (UNITS[unit ?? ''] ?? 0),
      0,
    );
    return new Date(now.getTime() + ms);
  }
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new Error(`the local runner cannot read the duration: ${text}`);
  return at;
}

/** Wall ms until a failed call is tried again: 5 s, 10 s, 20 s … 5 min, or what the answer asked for. */
export function retryDelayMs(attempt: number, retryAfter: string | null, nowMs: number): number {
  if (retryAfter !== null && retryAfter.length <= 7 && Number(retryAfter) > 0) return Number(retryAfter) * 1_000;
  const at = retryAfter === null ? Number.NaN : Date.parse(retryAfter);
  if (!Number.isNaN(at)) return Math.max(1_000, at - nowMs);
  return Math.min(5_000 * 2 ** attempt, 300_000);
}

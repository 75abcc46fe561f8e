import { dayBounds, localDay } from '@/lib/domain/limits/windows';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Where the window of a budget's figure begins, so that the rows asked for are those that it counts. */
export function windowFrom(window: string, asOf: string, timeZone: string): string {
  const now = new Date(asOf);
  const today = localDay(now, timeZone);
  if (window === 'day') return dayBounds(today, timeZone).start.toISOString();
  if (window === 'month') return dayBounds(`${today.slice(0, 8)}01`, timeZone).start.toISOString();
  const widths: Record<string, number> = { hour: HOUR_MS, '24h': DAY_MS, week: 7 * DAY_MS, '30d': 30 * DAY_MS };
  // A rolling width is the provider's plus one call time-out of 30 s.
  return new Date(now.getTime() - (widths[window] ?? DAY_MS) - 30_000).toISOString();
}

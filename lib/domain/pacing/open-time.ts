import type { OpenInterval } from './working-hours';

/** Length of a day's open time. */
export function openMs(intervals: readonly OpenInterval[]): number {
  return intervals.reduce((sum, interval) => sum + interval.to.getTime() - interval.from.getTime(), 0);
}

/** What is left of it at a moment. */
export function openMsAfter(start: Date, intervals: readonly OpenInterval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + Math.max(0, to.getTime() - later(from, start)), 0);
}

/** The moment that lies so many open ms after `start`; null when the day has no such many left. */
export function afterOpenMs(start: Date, ms: number, intervals: readonly OpenInterval[]): Date | null {
  let leftMs = Math.ceil(ms);
  for (const { from, to } of intervals) {
    const roomMs = to.getTime() - later(from, start);
    if (roomMs <= 0) continue;
    if (leftMs < roomMs) return new Date(later(from, start) + leftMs);
    leftMs -= roomMs;
  }
  return null;
}

function later(a: Date, b: Date): number {
  return Math.max(a.getTime(), b.getTime());
}

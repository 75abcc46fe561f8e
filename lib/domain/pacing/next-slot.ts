import { draw } from './seeded-draw';
import type { OpenInterval } from './working-hours';

export interface NextSlotInput {
  /** The last send of the action or the present instant; the slot is at least one `minGapMs` later. */
  now: Date;
  /** Today's open intervals, ascending and apart. */
  intervals: readonly OpenInterval[];
  /** Sends of the action left in today's target. */
  remaining: number;
  minGapMs: number;
  /** A seed of its own per slot, e.g. account, day, action and how many were sent. */
  seed: string;
  notBefore?: Date;
  /** Least mean gap; `paceFloorMs` makes it. It forbids a catch-up after a pause. */
  paceFloorMs?: number;
  /** How many times as long as usual the gap is, at least 1: the provider's window is running out. */
  slowdown?: number;
}

/**
 * A random instant for the next send, inside the intervals, or null if today has no room (limits.md §4). Slots fall
 * like `remaining` points thrown evenly over the open time left; when that would be denser than the pace floor or the
 * minimum gap allows, they keep the slower pace and the rest of the target is not made up.
 */
export function nextSlot(input: NextSlotInput): Date | null {
  const { remaining, minGapMs } = input;
  if (remaining < 1) return null;
  const start = new Date(Math.max(input.now.getTime(), input.notBefore?.getTime() ?? 0));
  const openMs = openMsAfter(start, input.intervals);
  const meanMs = Math.max(openMs / (remaining + 1), input.paceFloorMs ?? 0, minGapMs * MEAN_OVER_MIN_GAP);
  // The first of n even points on [0, 1] lies at 1 - u^(1/n), on average at 1 / (n + 1).
  const share = 1 - (1 - draw(input.seed)) ** (1 / remaining);
  const gapMs = (minGapMs + (meanMs - minGapMs) * (remaining + 1) * share) * Math.max(1, input.slowdown ?? 1);
  return afterOpenMs(start, gapMs, input.intervals);
}

/** Least mean gap for a target: at most 1.6 times as dense as the target spread over the whole day. */
export function paceFloorMs(dayLengthMs: number, target: number): number {
  return target < 1 ? 0 : dayLengthMs / (target * CATCH_UP_MAX);
}

/** Length of a day's open time. */
export function openMs(intervals: readonly OpenInterval[]): number {
  return intervals.reduce((sum, interval) => sum + interval.to.getTime() - interval.from.getTime(), 0);
}

export const CATCH_UP_MAX = 1.6;
/** The fixed part of a gap does not vary: with a mean under twice of it the variation could not reach 0.5. */
const MEAN_OVER_MIN_GAP = 2.2;

function openMsAfter(start: Date, intervals: readonly OpenInterval[]): number {
  return intervals.reduce((sum, { from, to }) => sum + Math.max(0, to.getTime() - later(from, start)), 0);
}

function afterOpenMs(start: Date, gapMs: number, intervals: readonly OpenInterval[]): Date | null {
  let leftMs = Math.ceil(gapMs);
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

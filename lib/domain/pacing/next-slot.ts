import { afterOpenMs, openMs, openMsAfter } from './open-time';
import { draw } from './seeded-draw';
import type { OpenInterval } from './working-hours';

export interface NextSlotInput {
  /** The last send of the action, or the beginning of the time that it may use; the slot is at least one gap later. */
  now: Date;
  /** The whole of today's open intervals, ascending and apart. */
  intervals: readonly OpenInterval[];
  /** Sends of the action that today aims at, and how many of them are done. */
  target: number;
  done: number;
  minGapMs: number;
  /** The seed of the day and the kind of action, one for all of its slots. */
  seed: string;
  notBefore?: Date;
  /** How many times as long as usual the gap is, at least 1: the provider's window is running out. */
  slowdown?: number;
}

/**
 * A random instant for the next send, inside the intervals, or null if today has no room (limits.md §4). The day's target is
 * thrown like so many even points over its open time, and a day that runs undisturbed sends at these points. One that has
 * fallen behind (a pause, people who had first to be looked up) follows at most 1.6 times as densely: nothing else is made up.
 */
export function nextSlot(input: NextSlotInput): Date | null {
  if (input.done >= input.target) return null;
  const { previousMs, pointMs } = plannedPoint(input);
  const start = new Date(Math.max(input.now.getTime(), input.notBefore?.getTime() ?? 0));
  const startMs = openMs(input.intervals) - openMsAfter(start, input.intervals);
  const catchUpMs = (pointMs - previousMs) / CATCH_UP_MAX;
  const gapMs = Math.max(input.minGapMs, catchUpMs, pointMs - startMs) * Math.max(1, input.slowdown ?? 1);
  return afterOpenMs(start, gapMs, input.intervals);
}

/** Where in the day's open time the next send and the one before it were planned, in ms; drawn from the seed alone. */
function plannedPoint({ intervals, target, done, minGapMs, seed }: NextSlotInput) {
  const spanMs = Math.max(openMs(intervals), minGapMs * MEAN_OVER_MIN_GAP * (target + 1));
  const freeMs = spanMs - minGapMs * (target + 1);
  let [previousMs, pointMs, share] = [0, 0, 0];
  for (let n = 0; n <= done; n += 1) {
    // The first of m even points on what is left of [0, 1] lies 1 - u^(1/m) into it.
    share += (1 - share) * (1 - (1 - draw(`${seed}:${n}`)) ** (1 / (target - n)));
    [previousMs, pointMs] = [pointMs, minGapMs * (n + 1) + freeMs * share];
  }
  return { previousMs, pointMs };
}

const CATCH_UP_MAX = 1.6;
/** The fixed part of a gap does not vary: with a mean under twice of it the variation could not reach 0.5. */
const MEAN_OVER_MIN_GAP = 2.2;

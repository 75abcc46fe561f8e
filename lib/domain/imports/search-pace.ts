import { draw, drawBetween } from '../pacing/seeded-draw';
import type { Schedule } from '../pacing/working-hours';
import { isOpen, nextOpening } from '../pacing/working-hours';

/** Least time between two pages of an account's searches; ours, because no source names one (limits.md §4, D). */
export const SEARCH_GAP_MS_MIN = 60_000;

/**
 * When the next page may be asked for after one at `now`: the least gap and a random wait on top of it, mostly short and
 * now and then long, inside the account's hours. Null when its hours never open.
 */
export function nextPageAt(now: Date, schedule: Schedule, seed: string): Date | null {
  const waitMs = Math.min(-Math.log(1 - draw(`${seed}:gap`)) * GAP_MS_MEAN_ADDED, GAP_MS_MAX_ADDED);
  return withinHours(new Date(now.getTime() + SEARCH_GAP_MS_MIN + Math.ceil(waitMs)), schedule, seed);
}

/** When a search that was held up goes on: never at the very moment that frees it, and inside the account's hours. */
export function resumesAt(freeAt: Date, schedule: Schedule, seed: string): Date | null {
  const jitterMs = drawBetween(`${seed}:jitter`, JITTER_MS.from, JITTER_MS.to);
  return withinHours(new Date(freeAt.getTime() + Math.ceil(jitterMs)), schedule, seed);
}

/** The moment itself while the account's hours are open, else a random moment soon after they open next. */
function withinHours(at: Date, schedule: Schedule, seed: string): Date | null {
  if (isOpen(at, schedule)) return at;
  const opening = nextOpening(at, schedule);
  if (opening === null) return null;
  return new Date(opening.getTime() + Math.ceil(drawBetween(`${seed}:opening`, JITTER_MS.from, JITTER_MS.to)));
}

const GAP_MS_MEAN_ADDED = 90_000;
const GAP_MS_MAX_ADDED = 15 * 60_000;
const JITTER_MS = { from: 60_000, to: 15 * 60_000 };

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

/** Whether a search waits for its own pace alone: the least gap, or the account's page that is on its way. */
export function isSearchPace(reason: string): boolean {
  return reason === 'minimum_gap' || reason === 'in_flight';
}

/**
 * When a search that is held up looks again: a random moment after what holds it is free, never that very moment, inside
 * the account's hours; in a while where nobody knows when that is, and within a day, so that what a person ends early is seen.
 */
export function searchAgainAt(input: {
  now: Date;
  schedule: Schedule;
  reason: string;
  freeAt: Date | null;
  seed: string;
}): Date {
  const { now, schedule, reason, freeAt, seed } = input;
  const latest = new Date(now.getTime() + LOOK_MS_MAX);
  if (isSearchPace(reason)) return freeAt ?? new Date(now.getTime() + SEARCH_GAP_MS_MIN);
  if (reason === 'outside_hours') return resumesAt(nextOpening(now, schedule) ?? latest, schedule, seed) ?? latest;
  if (freeAt === null) return new Date(now.getTime() + LOOK_MS);
  return freeAt > latest ? latest : (resumesAt(freeAt, schedule, seed) ?? latest);
}

const LOOK_MS_MAX = 24 * 3_600_000;
const LOOK_MS = 15 * 60_000;

/** When a search that was held up goes on: never at the very moment that frees it, and inside the account's hours. */
function resumesAt(freeAt: Date, schedule: Schedule, seed: string): Date | null {
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

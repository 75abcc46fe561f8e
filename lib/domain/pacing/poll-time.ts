import { drawBetween } from './seeded-draw';

const HOUR_MS = 3_600_000;
/** Reads of an account's own lists a day (limits.md §1, `relation_poll.day`). */
const POLLS_A_DAY = 4;
const PART_MS = (24 * HOUR_MS) / POLLS_A_DAY;
/** No poll is drawn this near to the edge of its part of the day, so that two are hours apart. */
const EDGE_MS = HOUR_MS;

/**
 * Whether an account's own lists are read in the stretch of `everyMs` that `now` lies in. Each account has a moment of its
 * own in each quarter of a day, drawn anew every day and at least two hours from the next: never a fixed clock (S0).
 */
export function isPollTime(input: { accountId: string; now: Date; everyMs: number }): boolean {
  const { accountId, everyMs } = input;
  const now = input.now.getTime();
  const part = Math.floor(now / PART_MS);
  const moment = part * PART_MS + drawBetween(`${accountId}:poll:${part}`, EDGE_MS, PART_MS - EDGE_MS);
  return Math.floor(moment / everyMs) === Math.floor(now / everyMs);
}

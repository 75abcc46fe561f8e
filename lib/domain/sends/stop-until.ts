export interface StopUntilInput {
  /** The reset that the answer named, if it named one. */
  answerReset?: Date;
  /** Stops in a row of this action, the present one included; 1 is the first. */
  stopsInRow: number;
  now: Date;
  /** Openings of the next working days after today, ascending; 14 of them are enough. */
  nextOpenings: Date[];
}

/**
 * Until when a limit answer stops an action (limits.md §5): the later of the reset the answer names and the opening of
 * the n-th next working day, n = 1, 2, 4, 8, 14. Missing openings are replaced by whole days, so that a short list or
 * an account without hours never shortens a stop.
 */
export function stopUntil({ answerReset, stopsInRow, now, nextOpenings }: StopUntilInput): Date {
  const n = STOP_DAYS[Math.min(Math.max(1, stopsInRow), STOP_DAYS.length) - 1] ?? 14;
  const openings = nextOpenings.filter((opening) => opening > now);
  const known = openings[n - 1];
  const last = openings.at(-1) ?? now;
  const openingMs = known?.getTime() ?? last.getTime() + (n - openings.length) * DAY_MS;
  return new Date(Math.max(openingMs, answerReset?.getTime() ?? openingMs));
}

/** Working days that the n-th stop in a row lasts. */
export const STOP_DAYS = [1, 2, 4, 8, 14] as const;
const DAY_MS = 24 * 60 * 60_000;

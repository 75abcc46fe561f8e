export interface StopUntilInput {
  /** The reset that the answer named, if it named one. */
  answerReset?: Date;
  /** Stops in a row of this action, the present one included; 1 is the first. */
  stopsInRow: number;
  now: Date;
  /** Openings of the next working days after today, ascending; 14 of them are enough. */
  nextOpenings: Date[];
  /** For invites: when the 7-day use is at most 80 % of its cap again. */
  weekEasesAt?: Date | null;
}

/**
 * Until when a limit answer stops an action (limits.md §5): the later of the reset the answer names and the opening of
 * the n-th next working day, n = 1, 2, 4, 8, 14; invites also until their week has eased. Missing openings are replaced
 * by whole days, so that a short list or an account without hours never shortens a stop.
 */
export function stopUntil({ answerReset, stopsInRow, now, nextOpenings, weekEasesAt }: StopUntilInput): Date {
  const n = STOP_DAYS[Math.min(Math.max(1, stopsInRow), STOP_DAYS.length) - 1] ?? 14;
  const openings = nextOpenings.filter((opening) => opening > now);
  const known = openings[n - 1];
  const last = openings.at(-1) ?? now;
  const openingMs = known?.getTime() ?? last.getTime() + (n - openings.length) * DAY_MS;
  return new Date(Math.max(openingMs, answerReset?.getTime() ?? openingMs, weekEasesAt?.getTime() ?? openingMs));
}

/** Working days that the n-th stop in a row lasts. */
export const STOP_DAYS = [1, 2, 4, 8, 14] as const;

/**
 * How many stops in a row a new one makes: they start again after 7 days with sends of the action and no signal (limits.md
 * §5). The days of the stop itself are no such days, so they count from the first send after it.
 */
export function countStops(input: {
  before: number;
  /** When the last stop ended; null if the action was never stopped. */
  endedAt: Date | null;
  /** Sends of the action since then, ascending; the refused one itself may be among them. */
  sendsSince: readonly Date[];
  now: Date;
}): number {
  const [first] = input.sendsSince;
  if (input.endedAt === null || input.before < 1) return 1;
  const proven = first !== undefined && input.now.getTime() - first.getTime() >= PROVEN_DAYS * DAY_MS;
  return proven ? 1 : input.before + 1;
}

/**
 * When the use of a rolling window will have fallen to at most 80 % of its cap, if nothing more is sent; null when it is
 * there already. `sends` are the times that the window counts, in any order.
 */
export function easesAt(input: { sends: readonly Date[]; cap: number; widthMs: number }): Date | null {
  const allowed = Math.floor(Math.max(0, input.cap) * EASED_SHARE);
  const times = input.sends.map((send) => send.getTime()).sort((a, b) => a - b);
  const lastToGo = times[times.length - allowed - 1];
  return lastToGo === undefined ? null : new Date(lastToGo + input.widthMs);
}

export const PROVEN_DAYS = 7;
export const EASED_SHARE = 0.8;
const DAY_MS = 24 * 60 * 60_000;

/** A stop that no time ends: an answer that is not in the table waits until a person has looked (limits.md §5). */
export const UNTIL_A_PERSON = new Date('9999-01-01T00:00:00.000Z');

/** Whether a stop waits for a person instead of a moment. */
export function asksPerson(stoppedUntil: Date | null): boolean {
  return stoppedUntil !== null && stoppedUntil >= UNTIL_A_PERSON;
}

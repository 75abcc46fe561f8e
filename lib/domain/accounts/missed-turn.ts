/** A turn comes late when the provider took long over the one before: app time, and never less than ten real seconds. */
const LATE_MS = 5 * 60_000;
const LATE_REAL_MS = 10_000;

/**
 * Since when an account's turn is overdue, null while it is not. `dueAt` is when it was to look again (or was let on again,
 * whichever came last), `endsAt` the end of its day: a day that is over has no turns left to miss.
 */
export function missedTurnSince(input: {
  dueAt: Date | null;
  endsAt: Date | null;
  now: Date;
  clockSpeed: number;
}): Date | null {
  const { dueAt, endsAt, now, clockSpeed } = input;
  if (dueAt === null || endsAt === null || endsAt <= now) return null;
  const lateMs = now.getTime() - dueAt.getTime();
  return lateMs > Math.max(LATE_MS, LATE_REAL_MS * clockSpeed) ? dueAt : null;
}

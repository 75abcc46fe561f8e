import type { Schedule } from '../pacing/working-hours';
import { nextOpening } from '../pacing/working-hours';

/** The newest stored decision of an account that has begun. */
export interface LastDay {
  startsAt: Date;
  endsAt: Date;
  madeAt: Date;
}

/**
 * Since when an account has no ramp decision to send on: a decision of today that is refused says it itself, else it is the
 * opening of the first hours after the last one ended. Nobody misses a decision at night.
 */
export function rampMissingSince(
  account: { connectedAt: Date; schedule: Schedule | null },
  last: LastDay | null,
  now: Date,
): Date {
  if (last !== null && isOfToday(last, now))
    return last.madeAt > last.startsAt && last.madeAt <= now ? last.madeAt : last.startsAt;
  const endedAt = last?.endsAt ?? account.connectedAt;
  const opening = account.schedule === null ? null : nextOpening(endedAt, account.schedule);
  return opening !== null && opening <= now ? opening : endedAt;
}

/** Whether a decision is there for the day of `now`, be it one to send on or not. */
export function isOfToday(day: LastDay, now: Date): boolean {
  return day.startsAt <= now && day.endsAt > now;
}

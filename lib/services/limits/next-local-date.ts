import { dayBounds, localDay } from '../../domain/limits/windows';

/** The local date after today's: the first on which a raised limit holds for an account. */
export function nextLocalDate({ now, timeZone }: { now: Date; timeZone: string }): string {
  return localDay(dayBounds(localDay(now, timeZone), timeZone).end, timeZone);
}

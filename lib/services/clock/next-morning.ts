import { localDay } from '../../domain/limits/windows';
import type { Schedule } from '../../domain/pacing/working-hours';
import { nextDayOpenings, openIntervals } from '../../domain/pacing/working-hours';

/**
 * The next moment at which one of the accounts begins its working day: this morning, if it is still to come, else that
 * of its next working day. Without any account, the next 09:00 UTC.
 */
export function nextMorning(now: Date, schedules: Schedule[]): Date {
  const openings = schedules.flatMap((schedule) => {
    const [today] = openIntervals(localDay(now, schedule.timeZone), schedule);
    return today !== undefined && today.from > now ? [today.from] : nextDayOpenings(now, 1, schedule);
  });
  const [first] = openings.sort((a, b) => a.getTime() - b.getTime());
  return first ?? nextNine(now);
}

function nextNine(now: Date): Date {
  const nine = new Date(now);
  nine.setUTCHours(9, 0, 0, 0);
  if (nine <= now) nine.setUTCDate(nine.getUTCDate() + 1);
  return nine;
}

import { openDatabase } from '../../db/client';
import { jumpClock, readClock } from '../../db/queries/clock';
import { DEFAULT_WORKING_HOURS } from '../../lib/domain/accounts/constants';
import { appNow } from '../../lib/domain/clock/app-clock';
import { localDay } from '../../lib/domain/limits/windows';
import { openIntervals } from '../../lib/domain/pacing/working-hours';
import { nextMorning } from '../../lib/services/clock/next-morning';

/** The hours of every account of the demo. */
const SCHEDULE = { timeZone: 'Europe/Berlin', workingHours: DEFAULT_WORKING_HOURS, daysOff: [] };
/** What the last sends of a day began is given time to end. */
const AFTER_HOURS_MS = 20 * 60_000;

/** The app's time, after a jump to the next morning when the day's work is over. */
export function skipNight(databaseUrl: string): Promise<Date> {
  return jump(databaseUrl, (now) => (now < afterHours(now) ? now : nextMorning(now, [SCHEDULE])));
}

/** Jumps past the hours of the day, so that nothing new is sent; after them it changes nothing. */
export function endDay(databaseUrl: string): Promise<Date> {
  return jump(databaseUrl, (now) => new Date(Math.max(now.getTime(), afterHours(now).getTime())));
}

/** When the work of a moment's day is over; a day without hours is over from its beginning. */
function afterHours(now: Date): Date {
  const closes = openIntervals(localDay(now, SCHEDULE.timeZone), SCHEDULE).at(-1)?.to;
  return closes === undefined ? new Date(0) : new Date(closes.getTime() + AFTER_HOURS_MS);
}

async function jump(databaseUrl: string, target: (now: Date) => Date): Promise<Date> {
  const owner = openDatabase(databaseUrl, 1);
  try {
    const row = await readClock(owner);
    const to = target(appNow(row, row.realNow));
    // A moment that has passed by now changes nothing.
    await jumpClock(owner, to);
    return to;
  } finally {
    await owner.end();
  }
}

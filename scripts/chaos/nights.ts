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
export async function skipNight(databaseUrl: string): Promise<Date> {
  const owner = openDatabase(databaseUrl, 1);
  try {
    const row = await readClock(owner);
    const now = appNow(row, row.realNow);
    const closes = openIntervals(localDay(now, SCHEDULE.timeZone), SCHEDULE).at(-1)?.to;
    if (closes !== undefined && now.getTime() < closes.getTime() + AFTER_HOURS_MS) return now;
    const morning = nextMorning(now, [SCHEDULE]);
    await jumpClock(owner, morning);
    return morning;
  } finally {
    await owner.end();
  }
}

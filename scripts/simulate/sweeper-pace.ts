import { DEFAULT_WORKING_HOURS } from '../../lib/domain/accounts/constants';
import { localTime } from './measure/local-time';

const HOUR_MS = 3_600_000;
const BY_DAY_MS = 19 * 60_000;
const BY_NIGHT_HOURS = 4;
/** Days are opened before their hours, and what comes in after them is still worked off. */
const [BEFORE_MIN, AFTER_MIN] = [120, 60];

/**
 * App time from one turn of a sweeper to the next. Sweepers only find what no event announced, and they are much of what a
 * play costs: those that come every five minutes come every twenty, and while nobody works in any zone every four hours.
 */
export function sweeperGapMs(zones: readonly string[], now: Date): number {
  for (let hours = 0; hours < BY_NIGHT_HOURS; hours += 1) {
    const at = new Date(now.getTime() + hours * HOUR_MS);
    if (zones.some((zone) => isAwake(at, zone))) return hours === 0 ? BY_DAY_MS : hours * HOUR_MS - 1;
  }
  return BY_NIGHT_HOURS * HOUR_MS - 1;
}

function isAwake(at: Date, timeZone: string): boolean {
  const { weekday, minuteOfDay } = localTime(at, timeZone);
  const hours = DEFAULT_WORKING_HOURS.find(({ day }) => day === weekday);
  if (hours === undefined) return false;
  return minutesOf(hours.from) - BEFORE_MIN <= minuteOfDay && minuteOfDay < minutesOf(hours.to) + AFTER_MIN;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

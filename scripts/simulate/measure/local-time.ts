import { DEFAULT_WORKING_HOURS } from '../../../lib/domain/accounts/constants';

export interface LocalTime {
  /** `YYYY-MM-DD`. */
  date: string;
  /** ISO weekday 1-7. */
  weekday: number;
  /** Minutes since local midnight, and the minute of the hour. */
  minuteOfDay: number;
  minute: number;
}

/** What the clock on the wall of a zone shows; read from the machine's own tables, not with the product's functions. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const minute = Number(parts.minute);
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: WEEKDAYS.indexOf(parts.weekday ?? '') + 1,
    minuteOfDay: Number(parts.hour) * 60 + minute,
    minute,
  };
}

/** Whether a moment lies in the hours that every played account keeps, the default ones, or so long before or after. */
export function inWorkingHours(at: Date, timeZone: string, around = { beforeMin: 0, afterMin: 0 }): boolean {
  const { weekday, minuteOfDay } = localTime(at, timeZone);
  return DEFAULT_WORKING_HOURS.some(
    ({ day, from, to }) =>
      day === weekday &&
      minutesOf(from) - around.beforeMin <= minuteOfDay &&
      minuteOfDay < minutesOf(to) + around.afterMin,
  );
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

import { Temporal } from 'temporal-polyfill';
import { dayBounds, localDay } from '../limits/windows';
import type { OpenInterval, Schedule } from '../pacing/working-hours';
import { openIntervals } from '../pacing/working-hours';

/** One local date of an account. */
export interface CalendarDay {
  date: string;
  startMs: number;
  endMs: number;
  monthStartMs: number;
  intervals: OpenInterval[];
}

/** The local dates of an account from today on; each is worked out once, however many draws ask for it. */
export function calendarOf(schedule: Schedule, now: Date): (index: number) => CalendarDay {
  const first = Temporal.PlainDate.from(localDay(now, schedule.timeZone));
  const days: CalendarDay[] = [];
  return (index) => {
    const known = days[index];
    if (known !== undefined) return known;
    const date = first.add({ days: index });
    const { start, end } = dayBounds(date.toString(), schedule.timeZone);
    const month = dayBounds(date.with({ day: 1 }).toString(), schedule.timeZone);
    const made: CalendarDay = {
      date: date.toString(),
      startMs: start.getTime(),
      endMs: end.getTime(),
      monthStartMs: month.start.getTime(),
      intervals: openIntervals(date.toString(), schedule),
    };
    days[index] = made;
    return made;
  };
}

import { dayBounds, localDay } from '../../lib/domain/limits/windows';
import { drawBetween, drawWhole } from '../../lib/domain/pacing/seeded-draw';
import type { Schedule } from '../../lib/domain/pacing/working-hours';
import { openIntervals } from '../../lib/domain/pacing/working-hours';

export interface PastDay {
  localDate: string;
  start: Date;
  end: Date;
  openHours: string;
  /** When each person of the day is looked up; the invitation follows it. */
  slots: Date[];
}

const DAY_MS = 86_400_000;

/** The working days before `now`, oldest first, each with as many spread-out moments as a first week of the ramp allows. */
export function pastDays(input: { now: Date; schedule: Schedule; days: number; seed: string }): PastDay[] {
  const found: PastDay[] = [];
  for (let back = 1; found.length < input.days && back < 60; back += 1) {
    const localDate = localDay(new Date(input.now.getTime() - back * DAY_MS), input.schedule.timeZone);
    const intervals = openIntervals(localDate, input.schedule);
    const [interval] = intervals;
    if (interval === undefined) continue;
    const { start, end } = dayBounds(localDate, input.schedule.timeZone);
    const count = drawWhole(`${input.seed}:${localDate}:count`, 8, 10);
    // The last hour is left free for the invitation that follows a look-up.
    const spanMs = interval.to.getTime() - interval.from.getTime() - 3_600_000;
    const slots = Array.from({ length: count }, (_, index) => {
      const from = interval.from.getTime() + (spanMs * index) / count;
      return new Date(
        Math.floor(drawBetween(`${input.seed}:${localDate}:${index}`, from, from + (spanMs / count) * 0.8)),
      );
    });
    const openHours = `{${intervals.map((span) => `[${span.from.toISOString()},${span.to.toISOString()})`).join(',')}}`;
    found.push({ localDate, start, end, openHours, slots });
  }
  return found.reverse();
}

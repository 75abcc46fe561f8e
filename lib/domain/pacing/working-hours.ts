import { Temporal } from 'temporal-polyfill';
import type { WorkingHours } from '../accounts/constants';
import { localDay } from '../limits/windows';
import { CALL_TIMEOUT_MS } from '../sends/constants';

/** An account's week in its own zone. `daysOff` are local dates `YYYY-MM-DD`. */
export interface Schedule {
  timeZone: string;
  workingHours: readonly WorkingHours[];
  daysOff: readonly string[];
}

export interface OpenInterval {
  from: Date;
  to: Date;
}

/**
 * When an account may send on a local date, ascending and apart, empty on a day off (limits.md §4). Each closes one call
 * time-out early, so that a call begun at the last moment ends inside the hours; `to` itself is closed.
 */
export function openIntervals(localDate: string, schedule: Schedule): OpenInterval[] {
  if (schedule.daysOff.includes(localDate)) return [];
  const date = Temporal.PlainDate.from(localDate);
  const spans = schedule.workingHours
    .filter((hours) => hours.day === date.dayOfWeek)
    .map((hours) => ({
      fromMs: instantMs(date, hours.from, schedule.timeZone),
      toMs: instantMs(date, hours.to, schedule.timeZone),
    }))
    .sort((a, b) => a.fromMs - b.fromMs);
  return merge(spans)
    .map((span) => ({ from: new Date(span.fromMs), to: new Date(span.toMs - CALL_TIMEOUT_MS) }))
    .filter((interval) => interval.from < interval.to);
}

/** Whether the account may send at `now`. */
export function isOpen(now: Date, schedule: Schedule): boolean {
  return openIntervals(localDay(now, schedule.timeZone), schedule).some(
    (interval) => interval.from <= now && now < interval.to,
  );
}

/** The first opening strictly after `now` (also while open), or null if there is none within a year. */
export function nextOpening(now: Date, schedule: Schedule): Date | null {
  for (const date of daysFrom(now, schedule, 0)) {
    const opening = openIntervals(date, schedule).find((interval) => interval.from > now);
    if (opening !== undefined) return opening.from;
  }
  return null;
}

/** The first openings of the next `count` working days after the local day of `now`; fewer if a year has fewer. */
export function nextDayOpenings(now: Date, count: number, schedule: Schedule): Date[] {
  const openings: Date[] = [];
  for (const date of daysFrom(now, schedule, 1)) {
    if (openings.length >= count) break;
    const first = openIntervals(date, schedule)[0];
    if (first !== undefined) openings.push(first.from);
  }
  return openings;
}

const LOOK_AHEAD_DAYS = 370;

function* daysFrom(now: Date, schedule: Schedule, ahead: number): Generator<string> {
  if (schedule.workingHours.length === 0) return;
  const today = Temporal.PlainDate.from(localDay(now, schedule.timeZone));
  for (let days = ahead; days <= LOOK_AHEAD_DAYS; days += 1) yield today.add({ days }).toString();
}

/** `24:00` is the end of the day; a time that the clock change skips is the first instant after the gap's length. */
function instantMs(date: Temporal.PlainDate, time: string, timeZone: string): number {
  const key = `${timeZone} ${date.toString()} ${time}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const ms = computedMs(date, time, timeZone);
  if (instants.size >= INSTANTS_MAX) instants.clear();
  instants.set(key, ms);
  return ms;
}

/** Every turn of every account asks for the same few openings of its day. */
const instants = new Map<string, number>();
const INSTANTS_MAX = 10_000;

function computedMs(date: Temporal.PlainDate, time: string, timeZone: string): number {
  if (time === '24:00') return date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}

/** Joins spans that touch or overlap, so that the early closing applies to the true end alone. */
function merge(spans: { fromMs: number; toMs: number }[]): { fromMs: number; toMs: number }[] {
  const joined: { fromMs: number; toMs: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else joined.push({ ...span });
  }
  return joined;
}

import { Temporal } from 'temporal-polyfill';
import { ARRIVAL_LAG_MS_MAX } from '../sends/constants';
import type { BudgetKey } from './constants';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** A calendar anchor in the account's zone, or none, and a rolling width in ms. */
export interface BudgetWindowShape {
  anchor: 'day' | 'month' | null;
  widthMs: number;
}

/**
 * What a budget counts over (limits.md, "window"). Every width is the provider's plus the longest time between the
 * moment at which a send is counted and its arrival.
 */
export function budgetWindowOf(key: BudgetKey): BudgetWindowShape {
  const suffix = key.slice(key.lastIndexOf('.') + 1);
  const shape = SHAPES[suffix];
  if (shape === undefined) throw new Error(`The budget ${key} has no window`);
  return shape;
}

const SHAPES: Record<string, BudgetWindowShape> = {
  hour: { anchor: null, widthMs: HOUR_MS + ARRIVAL_LAG_MS_MAX },
  day: { anchor: 'day', widthMs: DAY_MS + ARRIVAL_LAG_MS_MAX },
  week: { anchor: null, widthMs: 7 * DAY_MS + ARRIVAL_LAG_MS_MAX },
  month: { anchor: 'month', widthMs: 30 * DAY_MS + ARRIVAL_LAG_MS_MAX },
};

/**
 * Where counting starts: the earlier of the calendar start and `now - width`. The longer of the two windows contains
 * the shorter one, so a single count under the cap proves both.
 */
export function windowStart(now: Date, window: BudgetWindowShape, timeZone: string): Date {
  const rollingMs = now.getTime() - window.widthMs;
  if (window.anchor === null) return new Date(rollingMs);
  return new Date(Math.min(anchorDate(now, window.anchor, timeZone, 0).getTime(), rollingMs));
}

/** The calendar date `YYYY-MM-DD` at `now` in the zone. */
export function localDay(now: Date, timeZone: string): string {
  const ms = now.getTime();
  const last = lastAsked.get(timeZone);
  if (last?.ms === ms) return last.date;
  const date = zoned(now, timeZone).toPlainDate().toString();
  lastAsked.set(timeZone, { ms, date });
  return date;
}

/** A turn of the send path asks for the day of one and the same moment again and again; at most an entry a zone. */
const lastAsked = new Map<string, { ms: number; date: string }>();

/** The first instant of a local date and of the next one; 23 or 25 hours apart where the clocks change. */
export function dayBounds(localDate: string, timeZone: string): { start: Date; end: Date } {
  const date = Temporal.PlainDate.from(localDate);
  return { start: startOf(date, timeZone), end: startOf(date.add({ days: 1 }), timeZone) };
}

/** The next local midnight, or the first instant of the next local month, after `now`. */
export function nextReset(now: Date, anchor: 'day' | 'month', timeZone: string): Date {
  return anchorDate(now, anchor, timeZone, 1);
}

function anchorDate(now: Date, anchor: 'day' | 'month', timeZone: string, ahead: 0 | 1): Date {
  const today = zoned(now, timeZone).toPlainDate();
  if (anchor === 'day') return startOf(today.add({ days: ahead }), timeZone);
  return startOf(today.with({ day: 1 }).add({ months: ahead }), timeZone);
}

function zoned(now: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
}

function startOf(date: Temporal.PlainDate, timeZone: string): Date {
  return new Date(date.toZonedDateTime(timeZone).epochMilliseconds);
}

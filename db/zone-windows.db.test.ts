import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayBounds, localDay, nextReset, windowStart } from '../lib/domain/limits/windows';
import type { Tx } from './client';
import { rowsOf } from './client';
import { openSuiteDatabase, type SuiteDatabase } from './testing/suite-database';
import { calendarOfNode, calendarsOfPostgres, type ZoneCalendar } from './testing/zone-calendar';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = Intl.supportedValuesOf('timeZone');
/**
 * Zones whose law changed between the time zone data of PostgreSQL and of the oldest Node we run on. In these alone the
 * two may answer differently, and each is still right by its own data.
 */
const CHANGED_LATELY = ['America/Vancouver', 'Europe/Chisinau'];

let db: SuiteDatabase;
let ofNode: Map<string, ZoneCalendar>;
let ofPostgres: Map<string, ZoneCalendar>;
beforeAll(async () => {
  db = await openSuiteDatabase();
  ofNode = new Map(ZONES.map((zone) => [zone, calendarOfNode(zone)]));
  ofPostgres = await calendarsOfPostgres(db.owner, ZONES);
});
afterAll(() => db?.close());

/** Instants at which a mistake would show: around each change of the clocks, around the days beside it, around months. */
function instantsOf(calendar: ZoneCalendar): number[] {
  const days = new Set<number>();
  for (const at of calendar.changes) {
    for (const ahead of [-1, 0, 1, 2]) days.add(calendar.dayAt(at) + ahead);
  }
  for (let month = 0; month < 12; month += 1) days.add(Date.UTC(2028, month, 1) / DAY);
  const starts = [...days].map((day) => calendar.startOfDay(day));
  const at = calendar.changes.flatMap((change) => [-HOUR, 0, HOUR / 2, HOUR].map((shift) => change + shift));
  return [...new Set([...starts, ...at].flatMap((instant) => [instant - 1, instant]))];
}

interface Bounds {
  day: [number, number];
  month: [number, number];
}

function boundsOf(calendar: ZoneCalendar, at: number): Bounds {
  const [day, month] = [calendar.dayAt(at), calendar.monthAt(at)];
  return {
    day: [calendar.startOfDay(day), calendar.startOfDay(day + 1)],
    month: [calendar.startOfDay(month.first), calendar.startOfDay(month.next)],
  };
}

const shown = ({ day, month }: Bounds) => [...day, ...month].map((at) => new Date(at).toISOString()).join(' ');
const faultsAt = (zone: string, at: number, got: Bounds, want: Bounds) =>
  shown(got) === shown(want) ? [] : [`${zone} at ${new Date(at).toISOString()}: ${shown(got)}, not ${shown(want)}`];

describe('over every zone and every change of its clocks from 2025 to 2030', () => {
  test('both calendars know every zone, and differ in none but those whose law changed lately', () => {
    expect(ZONES.filter((zone) => (ofPostgres.get(zone)?.stretches ?? []).length === 0)).toEqual([]);
    const differing = ZONES.filter(
      (zone) => JSON.stringify(ofNode.get(zone)?.stretches) !== JSON.stringify(ofPostgres.get(zone)?.stretches),
    );
    expect(differing.filter((zone) => !CHANGED_LATELY.includes(zone))).toEqual([]);
    const changes = [...ofNode.values()].reduce((sum, calendar) => sum + calendar.changes.length, 0);
    expect(changes).toBeGreaterThan(1_400);
  });

  test('the domain begins and ends days and months where the clocks do', () => {
    const faults = [...ofNode].flatMap(([zone, calendar]) =>
      instantsOf(calendar).flatMap((at) => {
        const now = new Date(at);
        const start = (anchor: 'day' | 'month') => windowStart(now, { anchor, widthMs: 0 }, zone).getTime();
        const end = (anchor: 'day' | 'month') => nextReset(now, anchor, zone).getTime();
        const bounds = dayBounds(localDay(now, zone), zone);
        const got: Bounds = { day: [start('day'), end('day')], month: [start('month'), end('month')] };
        const want = boundsOf(calendar, at);
        const alike = bounds.start.getTime() === want.day[0] && bounds.end.getTime() === want.day[1];
        return alike ? faultsAt(zone, at, got, want) : [`${zone} ${bounds.start.toISOString()}`];
      }),
    );
    expect(faults.slice(0, 20)).toEqual([]);
  });

  test('the store begins and ends days and months where the clocks do', async () => {
    const asked = [...ofPostgres].flatMap(([zone, calendar]) => instantsOf(calendar).map((at) => ({ zone, at })));
    const ms = (time: ReturnType<typeof sql>) => sql`(extract(epoch from ${time}) * 1000)::float8`;
    const start = (anchor: string) => ms(sql`budget_window_start(i.t, ${anchor}, 0, i.zone)`);
    const end = (anchor: string) => ms(sql`budget_frees_at(i.t, ${anchor}, 0, i.zone)`);
    const rows = await rowsOf<{ zone: string; at: number; d0: number; d1: number; m0: number; m1: number }>(
      db.owner.orm as unknown as Tx,
      sql`select i.zone, i.at::float8 as at, ${start('day')} as d0, ${end('day')} as d1, ${start('month')} as m0, ${end('month')} as m1
        from (select r.zone, r.at, 'epoch'::timestamptz + r.at * interval '1 millisecond' as t
          from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) r(zone text, at bigint)) i`,
    );
    expect(rows).toHaveLength(asked.length);
    const faults = rows.flatMap(({ zone, at, d0, d1, m0, m1 }) => {
      const calendar = ofPostgres.get(zone);
      // The start is exclusive: a millisecond early.
      const got: Bounds = { day: [d0 + 1, d1], month: [m0 + 1, m1] };
      return calendar === undefined ? [zone] : faultsAt(zone, at, got, boundsOf(calendar, at));
    });
    expect(faults.slice(0, 20)).toEqual([]);
  });
});

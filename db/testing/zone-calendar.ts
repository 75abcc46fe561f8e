import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../client';
import { rowsOf } from '../client';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Past both ends of the years looked at, so that each of their days and months lies inside. */
const FROM = Date.UTC(2024, 10, 1);
const TO = Date.UTC(2031, 2, 1);
/** Offsets are looked at this often; two changes of a zone lie weeks apart. */
const STEP = 2 * DAY;
const QUARTER = 15 * MINUTE;

/** From `at` on a zone is `offset` ms ahead of UTC. */
export interface Stretch {
  at: number;
  offset: number;
}

/**
 * The calendar of a zone from nothing but its stretches of equal offset: no library's idea of a day or of a midnight that
 * is skipped or shown twice. A day begins with the first instant that reads as it or later.
 */
export class ZoneCalendar {
  constructor(readonly stretches: readonly Stretch[]) {}

  /** Where the clocks change, inside 2025 to 2030. */
  get changes(): number[] {
    const inside = (at: number) => at >= Date.UTC(2025, 0, 1) && at < Date.UTC(2031, 0, 1);
    return this.stretches.slice(1).flatMap(({ at }) => (inside(at) ? [at] : []));
  }

  /** The number of the day, from 1 January 1970, that the clocks show at an instant. */
  dayAt(at: number): number {
    const stretch = this.stretches.findLast((candidate) => candidate.at <= at);
    if (stretch === undefined) throw new Error('before the calendar');
    return Math.floor((at + stretch.offset) / DAY);
  }

  startOfDay(day: number): number {
    for (const [index, { at, offset }] of this.stretches.entries()) {
      const first = Math.max(at, day * DAY - offset);
      if (first < (this.stretches[index + 1]?.at ?? TO)) return first;
    }
    throw new Error('past the calendar');
  }

  /** The days with which the month of an instant and the next one begin. */
  monthAt(at: number): { first: number; next: number } {
    const date = new Date(this.dayAt(at) * DAY);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return { first: Date.UTC(year, month, 1) / DAY, next: Date.UTC(year, month + 1, 1) / DAY };
  }
}

/** The zone by Node's own data, asked what the clocks show and nothing more. */
export function calendarOfNode(zone: string): ZoneCalendar {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const offsetAt = (at: number) => {
    const [day, month, year, hour, minute, second] = (format.format(at).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second) - at;
  };
  const stretches = [{ at: FROM, offset: offsetAt(FROM) }];
  for (let at = FROM + STEP; at <= TO; at += STEP) {
    const before = stretches.at(-1)?.offset;
    if (offsetAt(at) === before) continue;
    let [low, high] = [at - STEP, at];
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    stretches.push({ at: high, offset: offsetAt(high) });
  }
  return new ZoneCalendar(stretches);
}

/** The zones by PostgreSQL's data, asked only what the clocks show at an instant, which has one answer. */
export async function calendarsOfPostgres(database: Database, zones: string[]): Promise<Map<string, ZoneCalendar>> {
  const offset = sql`extract(epoch from (g.at at time zone c.zone) - (g.at at time zone 'UTC'))::int`;
  const times = (from: unknown, to: unknown, stepMs: number) =>
    sql`generate_series(${from}, ${to}, ${stepMs} * interval '1 millisecond') g(at)`;
  const rows = await rowsOf<{ zone: string; atS: number; offsetS: number }>(
    database.orm as unknown as Tx,
    sql`with coarse as (select c.zone, g.at, ${offset} as o from jsonb_array_elements_text(${JSON.stringify(zones)}::jsonb) c(zone),
        ${times(sql`to_timestamp(${FROM / 1_000})`, sql`to_timestamp(${TO / 1_000})`, STEP)}),
      changed as (select * from (select *, lag(o) over (partition by zone order by at) as before from coarse) l where before is distinct from o),
      fine as (select c.zone, g.at, ${offset} as o, c.o as after, c.at as looked_at from changed c,
        ${times(sql`c.at - ${STEP} * interval '1 millisecond'`, sql`c.at`, QUARTER)} where c.before is not null)
      select zone, extract(epoch from at)::float8 as "atS", o as "offsetS" from changed where before is null
      union all select zone, extract(epoch from min(at))::float8, after from fine where o = after group by zone, after, looked_at order by 1, 2`,
  );
  const stretches = new Map<string, Stretch[]>(zones.map((zone) => [zone, []]));
  for (const { zone, atS, offsetS } of rows) stretches.get(zone)?.push({ at: atS * 1_000, offset: offsetS * 1_000 });
  return new Map([...stretches].map(([zone, of]) => [zone, new ZoneCalendar(of)]));
}

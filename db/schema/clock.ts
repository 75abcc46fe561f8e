import { sql } from 'drizzle-orm';
import { check, doublePrecision, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** The one row that turns real time into app time (design.md §2). */
export const clock = pgTable(
  'clock',
  {
    id: integer().primaryKey(),
    mode: text().$type<'real' | 'scaled' | 'jumping'>().notNull(),
    realOrigin: moment().notNull(),
    appOrigin: moment().notNull(),
    speed: doublePrecision().notNull(),
  },
  (t) => [check('clock_single_row', sql`${t.id} = 1`), check('clock_speed_positive', sql`${t.speed} > 0`)],
);

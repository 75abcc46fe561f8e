import { date, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { RampKind } from '../../lib/domain/limits/constants';
import { json, moment, openHours, workspaceId } from './columns';

/** The decision of one local day of one account; without today's row nothing is sent (limits.md §2). */
export const rampDays = pgTable(
  'ramp_days',
  {
    workspaceId: workspaceId(),
    accountId: text().notNull(),
    localDate: date({ mode: 'string' }).notNull(),
    week: integer().notNull(),
    weeks: integer().notNull(),
    decision: text().notNull(),
    reason: text().notNull(),
    inputs: json<Record<string, unknown>>().notNull(),
    caps: json<Record<RampKind, number>>().notNull(),
    targets: json<Record<RampKind, number>>().notNull(),
    timeZone: text().notNull(),
    openHours: openHours().notNull(),
    startsAt: moment().notNull(),
    endsAt: moment().notNull(),
    madeAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.accountId, t.localDate] })],
);

import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

/** One counter of spent sends: an account's budget, or a campaign's share on that account (campaign_id). */
export const budgets = pgTable(
  'budgets',
  {
    workspaceId: workspaceId(),
    accountId: text().notNull(),
    /** A budget key of lib/domain/limits/constants.ts. */
    key: text().notNull(),
    /** The campaign of a `campaign.*` budget, else empty. */
    campaignId: text().notNull(),
    /** Calendar part of the window: `day`, `month` or null. */
    anchor: text().$type<'day' | 'month' | null>(),
    widthMs: bigint({ mode: 'number' }).notNull(),
    timeZone: text().notNull(),
    /** When another zone that was asked for takes effect: the end of the calendar window that was open then. */
    zoneChangeAt: moment(),
    cap: integer().notNull(),
    used: integer().notNull().default(0),
    /** Sends at or before this moment are no longer counted in `used`. */
    since: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.accountId, t.key, t.campaignId] }),
    index('budgets_campaign').on(t.campaignId),
    check('budgets_used_not_negative', sql`${t.used} >= 0`),
    check('budgets_cap_not_negative', sql`${t.cap} >= 0`),
  ],
);

import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { SearchPageState } from '../../lib/domain/imports/constants';
import { moment, workspaceId } from './columns';

/**
 * One call of a search: the ledger of the profiles that an account's searches have fetched (limits.md §1,
 * `search_result.day`). Written by `search_reserve` and `search_settle` alone.
 */
export const searchPages = pgTable(
  'search_pages',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    accountId: text().notNull(),
    importId: text().notNull(),
    start: integer().notNull(),
    /** Profiles reserved before the call, and those it counts for since: as many as came, or all where nobody knows. */
    asked: integer().notNull(),
    profiles: integer().notNull(),
    /** What the window held before this page, and the cap in force when it was taken. */
    usedBefore: integer().notNull(),
    cap: integer().notNull(),
    state: text().$type<SearchPageState>().notNull(),
    at: moment().notNull(),
    /** Wall time: a call without an answer by then counts as spent. */
    deadlineAt: moment().notNull(),
    settledAt: moment(),
    answer: text(),
    /** Until when this answer stops every search of the account, and how many such stops came in a row. */
    stopUntil: moment(),
    stopsInRow: integer().notNull().default(0),
  },
  (t) => [
    index('search_pages_account_at').on(t.accountId, t.at),
    uniqueIndex('search_pages_in_flight').on(t.accountId).where(sql`${t.state} = 'reserved'`),
    check('search_pages_under_cap', sql`${t.usedBefore} + ${t.asked} <= ${t.cap}`),
    check('search_pages_counted', sql`${t.profiles} >= 0 and ${t.profiles} <= ${t.asked}`),
    check('search_pages_released', sql`${t.state} <> 'released' or ${t.profiles} = 0`),
  ],
);

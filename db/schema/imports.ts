import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { ImportKind, ImportState, PeopleSearch } from '../../lib/domain/imports/constants';
import { json, moment, workspaceId } from './columns';

/** A file of people, or a search that is read page by page; a search's place stands here with the people of its pages. */
export const imports = pgTable(
  'imports',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    listId: text().notNull(),
    fileName: text().notNull(),
    fileHash: text().notNull(),
    mapping: json<Record<string, string | null>>().notNull(),
    state: text().$type<ImportState>().notNull(),
    rows: integer().notNull(),
    created: integer().notNull(),
    merged: integer().notNull(),
    duplicate: integer().notNull(),
    suppressed: integer().notNull(),
    invalid: integer().notNull(),
    createdBy: text(),
    createdAt: moment().notNull(),
    kind: text().$type<ImportKind>().notNull().default('file'),
    /** The account that searches, what it searches for, and how many people are wanted at most. */
    accountId: text(),
    search: json<PeopleSearch>(),
    most: integer(),
    /** Where the next page of the search begins, when it may be asked for, and why it waits if it does. */
    nextStart: integer().notNull().default(0),
    nextAt: moment(),
    reason: text(),
  },
  (t) => [index('imports_searching').on(t.nextAt).where(sql`${t.state} in ('running', 'waiting')`)],
);

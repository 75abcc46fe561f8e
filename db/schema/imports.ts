import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { json, moment, workspaceId } from './columns';

export const imports = pgTable('imports', {
  workspaceId: workspaceId(),
  id: text().primaryKey(),
  listId: text().notNull(),
  fileName: text().notNull(),
  fileHash: text().notNull(),
  mapping: json<Record<string, string | null>>().notNull(),
  state: text().$type<'done' | 'failed'>().notNull(),
  rows: integer().notNull(),
  created: integer().notNull(),
  merged: integer().notNull(),
  duplicate: integer().notNull(),
  suppressed: integer().notNull(),
  invalid: integer().notNull(),
  createdBy: text(),
  createdAt: moment().notNull(),
});

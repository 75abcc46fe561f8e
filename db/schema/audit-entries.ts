import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { json, moment, workspaceId } from './columns';

/** Append-only: the app role may insert and read, never change. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    at: moment().notNull(),
    actorKind: text().$type<'user' | 'token' | 'system' | 'webhook'>().notNull(),
    actorId: text().notNull(),
    action: text().notNull(),
    objectId: text(),
    details: json<Record<string, unknown>>().notNull(),
  },
  (t) => [index('audit_entries_at').on(t.workspaceId, t.at)],
);

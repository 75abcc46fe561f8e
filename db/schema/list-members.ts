import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

export const listMembers = pgTable(
  'list_members',
  {
    workspaceId: workspaceId(),
    listId: text().notNull(),
    prospectId: text().notNull(),
    addedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.listId, t.prospectId] }),
    index('list_members_prospect').on(t.prospectId),
  ],
);

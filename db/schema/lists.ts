import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

export const lists = pgTable('lists', {
  workspaceId: workspaceId(),
  id: text().primaryKey(),
  name: text().notNull(),
  createdBy: text(),
  createdAt: moment().notNull(),
});

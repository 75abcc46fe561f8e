import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

export const workspaces = pgTable('workspaces', {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Touched by every stop; reservations hold a share lock on it (design.md §4). */
  controlChangedAt: moment(),
  createdAt: moment().notNull(),
});

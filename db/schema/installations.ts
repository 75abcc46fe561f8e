import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** Who may send from this database: an installation id and a lease in wall time (design.md §2). */
export const installations = pgTable('installations', {
  id: text().primaryKey(),
  leaseUntil: moment().notNull(),
  startedAt: moment().notNull(),
});

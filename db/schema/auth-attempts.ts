import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** Failed sign-ins per keyed hash of e-mail and address, in windows of wall time. */
export const authAttempts = pgTable('auth_attempts', {
  key: text().primaryKey(),
  windowStartsAt: moment().notNull(),
  failures: integer().notNull(),
});

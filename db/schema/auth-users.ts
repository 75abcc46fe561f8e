import { pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** People who sign in. `accounts` always means sending accounts, so sign-in tables are `auth_*`. */
export const authUsers = pgTable('auth_users', {
  id: text().primaryKey(),
  email: text().notNull().unique('auth_users_email_unique'),
  name: text().notNull(),
  passwordHash: text(),
  createdAt: moment().notNull(),
});

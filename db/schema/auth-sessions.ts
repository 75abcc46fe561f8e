import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** One row a sign-in; the cookie names it and every request looks it up (wall time). */
export const authSessions = pgTable(
  'auth_sessions',
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    expiresAt: moment().notNull(),
    revokedAt: moment(),
    createdAt: moment().notNull(),
  },
  (t) => [index('auth_sessions_user').on(t.userId)],
);

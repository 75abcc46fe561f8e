import { pgTable, text } from 'drizzle-orm/pg-core';
import { json, moment, workspaceId } from './columns';

/** A pending connection: state is random, single use, bound to user and workspace (wall time). */
export const accountLinks = pgTable('account_links', {
  workspaceId: workspaceId(),
  stateHash: text().primaryKey(),
  userId: text().notNull(),
  provider: text().notNull(),
  reconnectAccountId: text(),
  details: json<{ country: string | null; ageDays: number | null; consentAt: string | null }>().notNull(),
  expiresAt: moment().notNull(),
  usedAt: moment(),
  accountId: text(),
});

import { pgTable, text } from 'drizzle-orm/pg-core';
import type { Role } from '../../lib/domain/access/roles';
import { moment, workspaceId } from './columns';

/** API tokens: only their SHA-256 is stored. Expiry is wall time. */
export const tokens = pgTable('tokens', {
  workspaceId: workspaceId(),
  id: text().primaryKey(),
  name: text().notNull(),
  role: text().$type<Role>().notNull(),
  hash: text().notNull().unique('tokens_hash_unique'),
  createdBy: text(),
  createdAt: moment().notNull(),
  expiresAt: moment().notNull(),
  revokedAt: moment(),
});

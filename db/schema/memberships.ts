import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Role } from '../../lib/domain/access/roles';
import { moment, workspaceId } from './columns';

export const memberships = pgTable(
  'memberships',
  {
    workspaceId: workspaceId(),
    userId: text().notNull(),
    role: text().$type<Role>().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.userId] })],
);

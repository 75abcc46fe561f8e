import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { json, moment, workspaceId } from './columns';

/** The stored answer of a POST that carried an Idempotency-Key (kept 24 h of wall time). */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: workspaceId(),
    key: text().notNull(),
    actorId: text().notNull(),
    requestHash: text().notNull(),
    status: integer(),
    body: json<unknown>(),
    createdAt: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.actorId, t.key] })],
);

import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { LimitField, LimitPlan } from '../../lib/domain/limits/constants';
import { moment, workspaceId } from './columns';

/** The changed limits of a workspace, one row a change, append-only. A null value is the published number. */
export const limitChanges = pgTable(
  'limit_changes',
  {
    workspaceId: workspaceId(),
    /** 1, 2, 3 … within the workspace; a trigger refuses a gap. */
    version: integer().notNull(),
    provider: text().notNull(),
    key: text().notNull(),
    plan: text().$type<LimitPlan>().notNull(),
    field: text().$type<LimitField>().notNull(),
    oldValue: integer(),
    newValue: integer(),
    /** The published number at that time. */
    published: integer().notNull(),
    changedAt: moment().notNull(),
    actorKind: text().$type<'user' | 'token' | 'system' | 'webhook'>().notNull(),
    changedBy: text().notNull(),
    /** The words that were acknowledged; a hard cap above the published one needs them. */
    acknowledged: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.version] })],
);

import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Action } from '../../lib/domain/limits/constants';
import { moment, workspaceId } from './columns';

/** Pace of one action on one account: when the last one started, and until when the provider made it stop. */
export const actionPaces = pgTable(
  'action_paces',
  {
    workspaceId: workspaceId(),
    accountId: text().notNull(),
    action: text().$type<Action>().notNull(),
    gapMsMin: integer().notNull(),
    lastAt: moment(),
    stoppedUntil: moment(),
    stopReason: text(),
    stoppedAt: moment(),
    stopsInRow: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.accountId, t.action] })],
);

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
    /** What the provider's last rate headers said of its own window: calls in all, calls left, and when it opens anew. */
    rateLimit: integer(),
    rateRemaining: integer(),
    rateResetAt: moment(),
    rateSeenAt: moment(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.accountId, t.action] })],
);

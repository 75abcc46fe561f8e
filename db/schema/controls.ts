import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

/** A stop (kill switch): in force until `until` or until someone ends it. */
export const controls = pgTable(
  'controls',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    scope: text().$type<'workspace' | 'action' | 'account' | 'campaign'>().notNull(),
    targetId: text(),
    action: text(),
    reason: text(),
    stoppedBy: text().notNull(),
    stoppedAt: moment().notNull(),
    until: moment(),
    endedBy: text(),
    endedAt: moment(),
  },
  (t) => [index('controls_workspace').on(t.workspaceId)],
);

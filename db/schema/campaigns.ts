import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { CampaignState } from '../../lib/domain/campaigns/constants';
import { moment, workspaceId } from './columns';

export const campaigns = pgTable(
  'campaigns',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    name: text().notNull(),
    state: text().$type<CampaignState>().notNull(),
    ownerId: text().notNull(),
    /** Daily limit and cap split; null inherits, 0 means none (limits.md §1). */
    dailyLimit: integer(),
    capInvite: integer(),
    capMessage: integer(),
    capInmail: integer(),
    smoothWeek: boolean().notNull().default(true),
    riskAcknowledgedBy: text(),
    riskAcknowledgedAt: moment(),
    launchedAt: moment(),
    pausedAt: moment(),
    pausedBy: text(),
    pauseReason: text(),
    completedAt: moment(),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  (t) => [index('campaigns_workspace').on(t.workspaceId, t.createdAt)],
);

import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { workspaceId } from './columns';

export const campaignSenders = pgTable(
  'campaign_senders',
  { workspaceId: workspaceId(), campaignId: text().notNull(), accountId: text().notNull() },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.campaignId, t.accountId] }),
    index('campaign_senders_account').on(t.accountId),
  ],
);

import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

/** The webhook inbox: stored once, applied later. The body is encrypted and kept 30 days. */
export const providerEvents = pgTable(
  'provider_events',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    providerEventId: text().notNull(),
    accountId: text(),
    type: text().notNull(),
    bodyEncrypted: text().notNull(),
    receivedAt: moment().notNull(),
    appliedAt: moment(),
    outcome: text(),
    attempts: integer().notNull().default(0),
  },
  (t) => [
    unique('provider_events_once').on(t.workspaceId, t.providerEventId),
    index('provider_events_unapplied').on(t.receivedAt),
  ],
);

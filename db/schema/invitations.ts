import { index, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

/** An invitation we know of, by its request id at the provider. */
export const invitations = pgTable(
  'invitations',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    accountId: text().notNull(),
    prospectId: text(),
    sendId: text(),
    providerRequestId: text(),
    state: text().$type<'pending' | 'accepted' | 'withdrawn' | 'gone'>().notNull(),
    sentAt: moment().notNull(),
    acceptedAt: moment(),
    withdrawnAt: moment(),
  },
  (t) => [
    unique('invitations_request_unique').on(t.workspaceId, t.accountId, t.providerRequestId),
    index('invitations_account_sent').on(t.accountId, t.sentAt),
    index('invitations_prospect').on(t.prospectId),
  ],
);

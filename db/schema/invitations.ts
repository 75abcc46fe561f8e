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
    /** When the provider's own list of sent invitations first showed it. */
    listedAt: moment(),
    /** When the whole of that list was last looked through for it. */
    soughtAt: moment(),
    /** Since when it is missing there: not shown a day after it was sent, and neither accepted nor withdrawn. */
    missingAt: moment(),
    /** When somebody asked for its withdrawal; without it only the engine's own old ones are withdrawn. */
    withdrawAskedAt: moment(),
    withdrawAskedBy: text(),
    /** When it was last looked for in the provider's list in order to be withdrawn. */
    withdrawSoughtAt: moment(),
  },
  (t) => [
    unique('invitations_request_unique').on(t.workspaceId, t.accountId, t.providerRequestId),
    index('invitations_account_sent').on(t.accountId, t.sentAt),
    index('invitations_prospect').on(t.prospectId),
  ],
);

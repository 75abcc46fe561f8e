import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

/** What a look-up found: the id of a person as one account sees it, cached for 30 days (design.md §4). */
export const resolutions = pgTable(
  'resolutions',
  {
    workspaceId: workspaceId(),
    accountId: text().notNull(),
    prospectId: text().notNull(),
    providerUserId: text().notNull(),
    /** 1-3, 4 = out of network. */
    degree: integer(),
    openProfile: boolean(),
    openProfileAt: moment(),
    /** Whether the person can be written an InMail by this account; null when the provider did not say. */
    takesInmail: boolean(),
    visitToken: text(),
    resolvedAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.accountId, t.prospectId] }),
    index('resolutions_provider_user').on(t.accountId, t.providerUserId),
  ],
);

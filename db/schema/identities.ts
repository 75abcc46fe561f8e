import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

/** A handle a person is known by. A suppression marks it even before any prospect claims it. */
export const identities = pgTable(
  'identities',
  {
    workspaceId: workspaceId(),
    kind: text().$type<'linkedin_slug' | 'linkedin_id' | 'email' | 'phone' | 'domain'>().notNull(),
    value: text().notNull(),
    prospectId: text(),
    suppressedAt: moment(),
    suppressedReason: text(),
    suppressedBy: text(),
    createdAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.kind, t.value] }),
    index('identities_prospect').on(t.prospectId),
    // Every reservation asks for these; without the index it reads every handle of the workspace.
    index('identities_suppressed').on(t.workspaceId, t.kind, t.value).where(sql`suppressed_at is not null`),
  ],
);

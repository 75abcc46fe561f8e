import { bigint, boolean, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { json, moment, workspaceId } from './columns';

/** Why an installation may not send until a person has looked. */
export type HoldReason = 'moved' | 'restored' | 'gap';

/** Who may send from this database: an installation id, a lease in wall time, and what holds it (design.md §2). */
export const installations = pgTable('installations', {
  id: text().primaryKey(),
  leaseUntil: moment().notNull(),
  startedAt: moment().notNull(),
  /** Counted up by every renewal; the data folder keeps the last one. */
  epoch: bigint({ mode: 'number' }).notNull().default(0),
  adoptsMark: boolean().notNull().default(false),
  confirmedAt: moment(),
  confirmedBy: text(),
  heldReason: text().$type<HoldReason>(),
  heldSince: moment(),
});

/** Something the provider's own lists show and the ledger did not know. */
export interface ComparisonFinding {
  kind: 'invite' | 'message' | 'reply';
  prospectId: string;
  at: string;
}

/** What the comparison of one account came to, for the hold that began at `heldSince`. */
export const installationComparisons = pgTable(
  'installation_comparisons',
  {
    workspaceId: workspaceId(),
    accountId: text().notNull(),
    installationId: text().notNull(),
    heldSince: moment().notNull(),
    comparedAt: moment().notNull(),
    people: integer().notNull(),
    findings: json<ComparisonFinding[]>().notNull(),
    /** Why the lists could not be read; null when they were. */
    unread: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.accountId] })],
);

import { index, pgTable, text } from 'drizzle-orm/pg-core';
import type { Action } from '../../lib/domain/limits/constants';
import { moment, workspaceId } from './columns';

/**
 * What a person asked for by hand under one Idempotency-Key: kept before the ledger's row is reserved, so that the same key
 * never carries other words, and an echo or a list of the provider can be recognised without keeping the words.
 */
export const typedSends = pgTable(
  'typed_sends',
  {
    workspaceId: workspaceId(),
    /** `typed:` and the account and key: the `enrolment_id` of its rows in the ledger. */
    id: text().primaryKey(),
    accountId: text().notNull(),
    prospectId: text().notNull(),
    action: text().$type<Action>().notNull(),
    /** Keyed hash of the words. */
    wordsHash: text().notNull(),
    typedBy: text().notNull(),
    createdAt: moment().notNull(),
  },
  (t) => [index('typed_sends_person').on(t.accountId, t.prospectId)],
);

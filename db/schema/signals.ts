import { index, pgTable, text } from 'drizzle-orm/pg-core';
import type { SignalKind } from '../../lib/domain/accounts/constants';
import { json, moment, workspaceId } from './columns';

/** A limit answer with its headers and what was sent in the hour before (limits.md §5). */
export const signals = pgTable(
  'signals',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    accountId: text().notNull(),
    sendId: text(),
    action: text().notNull(),
    kind: text().$type<SignalKind>().notNull(),
    at: moment().notNull(),
    headers: json<Record<string, string>>().notNull(),
    hourBefore: json<Record<string, number>>().notNull(),
    detail: text().notNull(),
  },
  (t) => [index('signals_account_at').on(t.accountId, t.at)],
);

import { pgTable, text, unique } from 'drizzle-orm/pg-core';
import { moment, workspaceId } from './columns';

export const threads = pgTable(
  'threads',
  {
    workspaceId: workspaceId(),
    id: text().primaryKey(),
    accountId: text().notNull(),
    prospectId: text(),
    providerChatId: text().notNull(),
    lastInboundAt: moment(),
    lastOutboundAt: moment(),
    createdAt: moment().notNull(),
  },
  (t) => [unique('threads_chat_unique').on(t.workspaceId, t.accountId, t.providerChatId)],
);

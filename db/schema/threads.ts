import { boolean, pgTable, text, unique } from 'drizzle-orm/pg-core';
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
    /** When somebody said that their last message needs no answer; a later one needs one again. */
    handledAt: moment(),
    /** Whether the account wrote first, as far as we have seen; null where nobody looked. */
    openedOwn: boolean(),
    createdAt: moment().notNull(),
  },
  (t) => [unique('threads_chat_unique').on(t.workspaceId, t.accountId, t.providerChatId)],
);

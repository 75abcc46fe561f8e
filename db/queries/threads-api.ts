import { and, asc, desc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { accounts } from '../schema/accounts';
import { prospects } from '../schema/prospects';
import { threads } from '../schema/threads';
import { decodeCursor } from './cursor';
import { namedPerson } from './named-person';

const activity = sql<Date>`greatest(${threads.lastInboundAt}, ${threads.lastOutboundAt}, ${threads.createdAt})`.mapWith(
  threads.createdAt,
);
const columns = {
  thread: threads,
  person: namedPerson,
  activeAt: activity,
};
export type ThreadRow = Awaited<ReturnType<typeof listThreadRows>>[number];

/** Conversations, the last active first, `unanswered` ones the other way round; one more than `limit` tells of a next page. */
export async function listThreadRows(
  tx: Tx,
  input: {
    accountId: string | null;
    prospectId: string | null;
    /** Only those in which the last word is theirs and wants an answer. */
    unanswered: boolean;
    /** Only conversations of accounts of this owner; null means everybody's. */
    ownerId: string | null;
    limit: number;
    cursor: string | null;
  },
) {
  const after = input.cursor === null ? null : decodeCursor(input.cursor);
  const order = input.unanswered ? asc : desc;
  const beyond = input.unanswered ? sql.raw('>') : sql.raw('<');
  return tx
    .select(columns)
    .from(threads)
    .innerJoin(accounts, eq(accounts.id, threads.accountId))
    .leftJoin(prospects, eq(prospects.id, threads.prospectId))
    .where(
      and(
        input.accountId === null ? undefined : eq(threads.accountId, input.accountId),
        input.prospectId === null ? undefined : eq(threads.prospectId, input.prospectId),
        input.ownerId === null ? undefined : eq(accounts.ownerId, input.ownerId),
        sql`${accounts.state} <> 'removed'`,
        input.unanswered
          ? sql`${threads.lastInboundAt} > greatest(${threads.lastOutboundAt}, ${threads.handledAt}, '-infinity')`
          : undefined,
        after === null
          ? undefined
          : sql`(${activity}, ${threads.id}) ${beyond} (${after.at.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(order(activity), order(threads.id))
    .limit(input.limit + 1);
}

/** One conversation with the person's name. */
export async function threadRow(tx: Tx, by: { id: string } | { accountId: string; prospectId: string }) {
  const [row] = await tx
    .select(columns)
    .from(threads)
    .leftJoin(prospects, eq(prospects.id, threads.prospectId))
    .where(
      'id' in by
        ? eq(threads.id, by.id)
        : and(eq(threads.accountId, by.accountId), eq(threads.prospectId, by.prospectId)),
    )
    .orderBy(desc(activity), desc(threads.id))
    .limit(1);
  return row ?? null;
}

/** Notes when somebody said that a conversation needs no answer, or, with null, that it does. */
export async function setThreadHandled(tx: Tx, input: { id: string; at: Date | null }): Promise<void> {
  await tx.update(threads).set({ handledAt: input.at }).where(eq(threads.id, input.id));
}

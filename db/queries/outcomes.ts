import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { auditEntries } from '../schema/audit-entries';
import { invitations } from '../schema/invitations';
import { prospects } from '../schema/prospects';
import { signals } from '../schema/signals';
import { threads } from '../schema/threads';

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

export async function insertInvitation(tx: Tx, row: typeof invitations.$inferInsert): Promise<void> {
  await tx.insert(invitations).values(row).onConflictDoNothing();
}

/**
 * The invitation of a person on an account becomes accepted: the pending one, or the last that the provider's list had lost.
 * Repeated news changes nothing.
 */
export async function acceptInvitation(
  tx: Tx,
  input: { accountId: string; prospectId: string; at: Date },
): Promise<boolean> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`update invitations set state = 'accepted', accepted_at = ${at(input.at)} where state in ('pending', 'gone')
      and id = (select i.id from invitations i where i.account_id = ${input.accountId} and i.prospect_id = ${input.prospectId}
        and i.state in ('pending', 'gone') order by i.state = 'pending' desc, i.sent_at desc, i.id limit 1) returning id`,
  );
  return rows.length > 0;
}

export async function upsertThread(tx: Tx, row: typeof threads.$inferInsert): Promise<void> {
  await tx
    .insert(threads)
    .values(row)
    .onConflictDoUpdate({
      target: [threads.workspaceId, threads.accountId, threads.providerChatId],
      set: {
        lastInboundAt: sql`greatest(${threads.lastInboundAt}, excluded.last_inbound_at)`,
        lastOutboundAt: sql`greatest(${threads.lastOutboundAt}, excluded.last_outbound_at)`,
        prospectId: sql`coalesce(${threads.prospectId}, excluded.prospect_id)`,
      },
    });
}

export async function chatOf(tx: Tx, accountId: string, prospectId: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: threads.providerChatId })
    .from(threads)
    .where(and(eq(threads.accountId, accountId), eq(threads.prospectId, prospectId)));
  return row?.id ?? null;
}

export async function insertSignal(tx: Tx, row: typeof signals.$inferInsert): Promise<void> {
  await tx.insert(signals).values(row);
}

/** What an account did in the hour before, per action (limits.md §5). */
export async function hourBefore(tx: Tx, accountId: string, now: Date): Promise<Record<string, number>> {
  const rows = await rowsOf<{ action: string; n: number }>(
    tx,
    sql`select action, count(*)::int as n from sends where account_id = ${accountId} and at > ${at(now)} - interval '1 hour' and at <= ${at(now)} and cardinality(kept) > 0 group by action`,
  );
  return Object.fromEntries(rows.map((row) => [row.action, row.n]));
}

/** Unknown outcomes of an action in the last 24 h; two in a day are a limit signal (limits.md §5). */
export async function recentSignals(
  tx: Tx,
  input: { accountId: string; action: string; kind: string; since: Date },
): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    tx,
    sql`select count(*)::int as n from signals where account_id = ${input.accountId} and action = ${input.action} and kind = ${input.kind} and at > ${at(input.since)}`,
  );
  return row?.n ?? 0;
}

export async function insertAudit(tx: Tx, row: typeof auditEntries.$inferInsert): Promise<void> {
  await tx.insert(auditEntries).values(row);
}

/** Locks the person and marks the reply or opt-out; the first moment stays. */
export async function markProspect(tx: Tx, id: string, change: { repliedAt?: Date; optedOutAt?: Date }): Promise<void> {
  await tx.execute(sql`select 1 from prospects where id = ${id} for update`);
  await tx
    .update(prospects)
    .set({
      ...(change.repliedAt
        ? { repliedAt: sql`least(coalesce(${prospects.repliedAt}, ${at(change.repliedAt)}), ${at(change.repliedAt)})` }
        : {}),
      ...(change.optedOutAt ? { optedOutAt: sql`coalesce(${prospects.optedOutAt}, ${at(change.optedOutAt)})` } : {}),
    })
    .where(eq(prospects.id, id));
}

import { and, desc, eq, gt, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { invitations } from '../schema/invitations';
import { textArray } from './prospects';

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** The invitation of an account to a person that still waits for an answer. */
export async function pendingInvitation(tx: Tx, accountId: string, prospectId: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.accountId, accountId),
        eq(invitations.prospectId, prospectId),
        eq(invitations.state, 'pending'),
      ),
    )
    .orderBy(desc(invitations.sentAt))
    .limit(1);
  return row ?? null;
}

/** When an account last withdrew its invitation to a person, if that was after a moment. */
export async function withdrawnSince(
  tx: Tx,
  input: { accountId: string; prospectId: string; since: Date },
): Promise<Date | null> {
  const [row] = await tx
    .select({ at: invitations.withdrawnAt })
    .from(invitations)
    .where(
      and(
        eq(invitations.accountId, input.accountId),
        eq(invitations.prospectId, input.prospectId),
        eq(invitations.state, 'withdrawn'),
        gt(invitations.withdrawnAt, input.since),
      ),
    )
    .orderBy(desc(invitations.withdrawnAt))
    .limit(1);
  return row?.at ?? null;
}

/** An invitation of a step that waits for an answer, with the provider's id of the person. */
export type UnlistedInvitation = {
  id: string;
  prospectId: string;
  providerUserId: string | null;
  requestId: string | null;
};

/**
 * Invitations of an account's steps, sent between two moments, that the provider's list has not shown yet and that nobody
 * has looked for since a third.
 */
export async function unlistedInvitations(
  tx: Tx,
  input: { accountId: string; sentAfter: Date; sentBefore: Date; soughtBefore: Date },
): Promise<UnlistedInvitation[]> {
  return rowsOf<UnlistedInvitation>(
    tx,
    sql`select i.id, i.prospect_id as "prospectId", r.provider_user_id as "providerUserId", i.provider_request_id as "requestId"
      from invitations i left join resolutions r on r.account_id = i.account_id and r.prospect_id = i.prospect_id
      where i.account_id = ${input.accountId} and i.state = 'pending' and i.send_id is not null and i.prospect_id is not null
        and i.listed_at is null and i.sent_at > ${at(input.sentAfter)} and i.sent_at <= ${at(input.sentBefore)}
        and (i.sought_at is null or i.sought_at <= ${at(input.soughtBefore)}) order by i.id`,
  );
}

/** What a list of the provider shows is listed, and missing no longer. */
export async function markListed(
  tx: Tx,
  input: { accountId: string; requestIds: string[]; providerUserIds: string[]; now: Date },
): Promise<void> {
  await tx.execute(sql`update invitations i set listed_at = ${at(input.now)}, missing_at = null
    where i.account_id = ${input.accountId} and i.state = 'pending' and i.listed_at is null
      and (i.provider_request_id = any (${textArray(input.requestIds)}::text[]) or i.prospect_id in (select r.prospect_id from resolutions r
        where r.account_id = ${input.accountId} and r.provider_user_id = any (${textArray(input.providerUserIds)}::text[])))`);
}

/** These were looked for in the whole list and are not in it; whoever has accepted meanwhile is not missing. */
export async function markMissing(tx: Tx, input: { ids: string[]; now: Date }): Promise<void> {
  await tx.execute(sql`update invitations set sought_at = ${at(input.now)}, missing_at = coalesce(missing_at, ${at(input.now)})
    where id = any (${textArray(input.ids)}::text[]) and state = 'pending' and listed_at is null`);
}

/** Invitations of an account that have been missing from the provider's list since a moment at the earliest. */
export async function missingSince(tx: Tx, accountId: string, since: Date): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    tx,
    sql`select count(*)::int as n from invitations where account_id = ${accountId} and state = 'pending' and missing_at > ${at(since)}`,
  );
  return row?.n ?? 0;
}

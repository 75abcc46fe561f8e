import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { SendAnswer, SendState } from '../../lib/domain/sends/constants';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { invitations } from '../schema/invitations';
import { sends } from '../schema/sends';
import { textArray } from './prospects';

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

export type InvitationRow = typeof invitations.$inferSelect;

const REFUSED_MAX = 3;

/** Which invitations may be withdrawn. */
export interface StaleInput {
  /** Those of a step that were sent by then are withdrawn without being asked for. */
  sentBefore: Date;
}

/**
 * Invitations (`i`) that are to be withdrawn: somebody asked for it, or they are a step's and old, and nobody waits for their
 * acceptance any more. One whose withdrawal is on its way, has an unknown outcome or was decided by a person is left alone,
 * and so is one of a person for whom nothing may start or whose campaign rests, and one that was refused three times. The
 * gates of the reservation have the last word.
 */
const stale = ({ sentBefore }: StaleInput) => sql`invitations i
  join prospects p on p.id = i.prospect_id and p.replied_at is null and p.opted_out_at is null and p.stopped_at is null
  left join sends s on s.id = i.send_id
  left join campaigns c on c.id = s.campaign_id
  left join resolutions r on r.account_id = i.account_id and r.prospect_id = i.prospect_id
  where i.state = 'pending' and r.degree is distinct from 1 and (c.id is null or c.state in ('running', 'completed', 'archived'))
    and not exists (select 1 from identities n where n.prospect_id = i.prospect_id and n.suppressed_at is not null)
    and (i.withdraw_asked_at is not null or (i.sent_at <= ${at(sentBefore)} and s.origin = 'engine' and s.action = 'invite'
      and not exists (select 1 from enrolments e left join steps t on t.id = e.step_id where e.prospect_id = i.prospect_id and e.account_id = i.account_id
        and e.active and (t.kind = 'wait_accepted' or e.state = 'sending'))))
    and (select count(*) from sends x where x.enrolment_id = i.id and x.action = 'withdraw' and x.state = 'rejected') < ${REFUSED_MAX}
    and not exists (select 1 from sends x where x.enrolment_id = i.id and x.action = 'withdraw' and (x.state in ('reserved', 'dispatching', 'unknown', 'held', 'sent')
      or (x.state = 'closed' and (i.withdraw_asked_at is null or i.withdraw_asked_at <= x.settled_at))))`;

/**
 * Accounts whose day is open and that have invitations to withdraw that nobody has looked for since a moment. One whose
 * withdrawals are stopped or have a cap of 0 has none.
 */
export async function accountsWithStale(
  tx: Tx,
  input: StaleInput & { now: Date; soughtBefore: Date },
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select a.id from accounts a where a.state = 'running' and a.paused_at is null
      and exists (select 1 from ramp_days d where d.account_id = a.id and d.starts_at <= ${at(input.now)} and upper(d.open_hours) > ${at(input.now)} and d.ends_at > ${at(input.now)})
      and not exists (select 1 from action_paces m where m.account_id = a.id and m.action = 'withdraw' and m.stopped_until > ${at(input.now)})
      and exists (select 1 from budgets b where b.account_id = a.id and b.key = 'withdraw.day' and b.cap > 0)
      and exists (select 1 from ${stale(input)} and i.account_id = a.id and (i.withdraw_sought_at is null or i.withdraw_sought_at <= ${at(input.soughtBefore)}))
      order by a.id`,
  );
  return rows.map((row) => row.id);
}

export type StaleRow = {
  id: string;
  prospectId: string;
  campaignId: string | null;
  requestId: string | null;
  providerUserId: string | null;
  /** Tries that came to nothing: each has a row of its own in the ledger. */
  tries: number;
};

const STALE_COLUMNS = sql`i.id, i.prospect_id as "prospectId", s.campaign_id as "campaignId", i.provider_request_id as "requestId", r.provider_user_id as "providerUserId",
  (select count(*)::int from sends x where x.enrolment_id = i.id and x.action = 'withdraw' and x.state in ('rejected', 'closed')) as tries`;
const STALE_ORDER = sql`order by i.withdraw_asked_at nulls last, i.sent_at, i.id`;

/** An account's invitations to withdraw that nobody has looked for since a moment: those that were asked for first, then the oldest. */
export async function staleInvitations(
  tx: Tx,
  input: StaleInput & { accountId: string; soughtBefore: Date; limit: number },
): Promise<StaleRow[]> {
  return rowsOf<StaleRow>(
    tx,
    sql`select ${STALE_COLUMNS} from ${stale(input)} and i.account_id = ${input.accountId}
      and (i.withdraw_sought_at is null or i.withdraw_sought_at <= ${at(input.soughtBefore)}) ${STALE_ORDER} limit ${input.limit}`,
  );
}

/**
 * The next of the given invitations that is still to be withdrawn, with its id at the provider. One that was refused since it
 * was looked for waits for the next look.
 */
export async function nextStale(
  tx: Tx,
  input: StaleInput & { accountId: string; ids: string[] },
): Promise<(StaleRow & { requestId: string }) | null> {
  const [row] = await rowsOf<StaleRow & { requestId: string }>(
    tx,
    sql`select ${STALE_COLUMNS} from ${stale(input)} and i.account_id = ${input.accountId} and i.provider_request_id is not null
      and i.id = any (${textArray(input.ids)}::text[])
      and not exists (select 1 from sends x where x.enrolment_id = i.id and x.action = 'withdraw' and x.state = 'rejected' and x.settled_at >= i.withdraw_sought_at)
      ${STALE_ORDER} limit 1`,
  );
  return row ?? null;
}

/** What a look at the provider's list found: who is still in it, and by which id there. */
export async function noteSought(
  tx: Tx,
  input: { ids: string[]; listed: readonly { id: string; requestId: string }[]; now: Date },
): Promise<void> {
  await tx.execute(
    sql`update invitations set withdraw_sought_at = ${at(input.now)} where id = any (${textArray(input.ids)}::text[])`,
  );
  for (const { id, requestId } of input.listed)
    await tx.execute(sql`update invitations i set provider_request_id = ${requestId} where i.id = ${id} and i.provider_request_id is null
      and not exists (select 1 from invitations o where o.account_id = i.account_id and o.provider_request_id = ${requestId})`);
}

/** Invitations that ended at the provider in a way that nobody told us: declined, expired, or withdrawn by hand. */
export async function markGone(tx: Tx, ids: string[]): Promise<void> {
  await tx.execute(
    sql`update invitations set state = 'gone' where id = any (${textArray(ids)}::text[]) and state = 'pending'`,
  );
}

/** The invitation becomes withdrawn, once the ledger says so; false when it has been answered meanwhile. */
export async function markWithdrawn(tx: Tx, input: { id: string; at: Date }): Promise<boolean> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`update invitations set state = 'withdrawn', withdrawn_at = ${at(input.at)} where id = ${input.id} and state = 'pending' returning id`,
  );
  return rows.length > 0;
}

/** One invitation, locked; null when there is none. */
export async function lockInvitation(tx: Tx, id: string): Promise<InvitationRow | null> {
  const [row] = await tx.select().from(invitations).where(eq(invitations.id, id)).for('update');
  return row ?? null;
}

export async function updateInvitation(
  tx: Tx,
  id: string,
  change: Partial<typeof invitations.$inferInsert>,
): Promise<void> {
  await tx.update(invitations).set(change).where(eq(invitations.id, id));
}

export interface WithdrawalSend {
  invitationId: string | null;
  id: string;
  state: SendState;
  settledAt: Date | null;
  answer: SendAnswer | null;
}

/** The latest withdrawal of each of the invitations that has one. */
export async function latestWithdrawals(tx: Tx, invitationIds: string[]): Promise<Map<string, WithdrawalSend>> {
  if (invitationIds.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([sends.enrolmentId], {
      invitationId: sends.enrolmentId,
      id: sends.id,
      state: sends.state,
      settledAt: sends.settledAt,
      answer: sends.answer,
    })
    .from(sends)
    .where(and(inArray(sends.enrolmentId, invitationIds), eq(sends.action, 'withdraw')))
    .orderBy(sends.enrolmentId, desc(sends.at), desc(sends.id));
  return new Map(rows.map((row) => [row.invitationId ?? '', row]));
}

/** Withdrawals of unknown outcome, oldest first, with what is needed to find out what became of them. */
export async function unknownWithdrawals(tx: Tx, limit: number) {
  return rowsOf<{
    id: string;
    accountId: string;
    invitationId: string;
    prospectId: string;
    at: string;
    providerUserId: string | null;
    requestId: string | null;
    answer: SendAnswer | null;
  }>(
    tx,
    sql`select x.id, x.account_id as "accountId", x.enrolment_id as "invitationId", x.prospect_id as "prospectId", x.at, x.answer,
        r.provider_user_id as "providerUserId", i.provider_request_id as "requestId"
      from sends x join invitations i on i.id = x.enrolment_id left join resolutions r on r.account_id = x.account_id and r.prospect_id = x.prospect_id
      where x.state = 'unknown' and x.action = 'withdraw' and x.prospect_id is not null order by x.at, x.id limit ${limit}`,
  );
}

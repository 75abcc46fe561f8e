import { sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** Sends that a budget still counts since a moment, from the ledger's rows. */
export async function spentSince(tx: Tx, input: { accountId: string; key: string; since: Date }): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    tx,
    sql`select count(*)::int as n from sends where account_id = ${input.accountId} and ${input.key} = any (kept) and at > ${at(input.since)}`,
  );
  return row?.n ?? 0;
}

/** When each send that a budget still counts was made, oldest first. */
export async function spentTimesSince(tx: Tx, input: { accountId: string; key: string; since: Date }): Promise<Date[]> {
  const rows = await rowsOf<{ at: string }>(
    tx,
    sql`select at from sends where account_id = ${input.accountId} and ${input.key} = any (kept) and at > ${at(input.since)} order by at`,
  );
  return rows.map((row) => new Date(row.at));
}

/** How many sends the provider answered with a code since a moment. */
export async function answeredSince(tx: Tx, input: { accountId: string; code: string; since: Date }): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    tx,
    sql`select count(*)::int as n from sends where account_id = ${input.accountId} and answer->>'code' = ${input.code} and at > ${at(input.since)}`,
  );
  return row?.n ?? 0;
}

/** The cap fields of every running campaign of an account. */
export async function campaignCapsToday(tx: Tx, accountId: string) {
  return rowsOf<{
    id: string;
    dailyLimit: number | null;
    invite: number | null;
    message: number | null;
    inmail: number | null;
  }>(
    tx,
    sql`select c.id, c.daily_limit as "dailyLimit", c.cap_invite as invite, c.cap_message as message, c.cap_inmail as inmail
      from campaigns c join campaign_senders s on s.campaign_id = c.id where s.account_id = ${accountId} and c.state = 'running' order by c.id`,
  );
}

/** Sends of the local day by ramp budget, and when the last of each action was reserved. */
export async function dayProgress(tx: Tx, input: { accountId: string; from: Date; to: Date }) {
  return rowsOf<{ action: string; n: number; last: string | null }>(
    tx,
    sql`select action, count(*) filter (where cardinality(kept) > 0)::int as n, max(at) as last from sends
      where account_id = ${input.accountId} and at >= ${at(input.from)} and at < ${at(input.to)} and origin = 'engine' group by action`,
  );
}

/** Times of the sends of an action since a moment, for the burst guard. */
export async function sendTimesSince(
  tx: Tx,
  input: { accountId: string; action: string; since: Date },
): Promise<Date[]> {
  const rows = await rowsOf<{ at: string }>(
    tx,
    sql`select at from sends where account_id = ${input.accountId} and action = ${input.action} and at > ${at(input.since)} and cardinality(kept) > 0 order by at`,
  );
  return rows.map((row) => new Date(row.at));
}

/** Invites of each campaign of an account since a moment. */
export async function invitesByCampaign(
  tx: Tx,
  input: { accountId: string; since: Date },
): Promise<Map<string, number>> {
  const rows = await rowsOf<{ campaign_id: string; n: number }>(
    tx,
    sql`select campaign_id, count(*)::int as n from sends where account_id = ${input.accountId} and action = 'invite' and campaign_id is not null
      and at >= ${at(input.since)} and cardinality(kept) > 0 group by campaign_id`,
  );
  return new Map(rows.map((row) => [row.campaign_id, row.n]));
}

/** Actions with due work on an account now, and when the next falls due; only running campaigns count. */
export async function dueActions(tx: Tx, input: { accountId: string; now: Date }) {
  return rowsOf<{ action: string; due: number; next: string | null }>(
    tx,
    sql`select e.action, count(*) filter (where e.due_at <= ${at(input.now)})::int as due, min(e.due_at) filter (where e.due_at > ${at(input.now)}) as next
      from enrolments e join campaigns c on c.id = e.campaign_id
      where e.account_id = ${input.accountId} and e.due_at is not null and c.state = 'running' group by e.action`,
  );
}

import { sql } from 'drizzle-orm';
import { STEP_ACTIONS } from '../../lib/domain/limits/constants';
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

/**
 * Actions that an account has work for, with the moment its first falls due, past or to come; only running campaigns that it
 * sends for count. One step into an index each: it costs the same however many people wait.
 */
export async function dueActions(tx: Tx, input: { accountId: string }): Promise<{ action: string; dueAt: Date }[]> {
  const rows = await rowsOf<{ action: string; due_at: string }>(
    tx,
    sql`select a.action, min(e.due_at) as due_at
      from campaign_senders s join campaigns c on c.id = s.campaign_id and c.state = 'running'
      cross join jsonb_array_elements_text(${JSON.stringify(STEP_ACTIONS)}::jsonb) as a(action)
      cross join lateral (select e.due_at from enrolments e where e.account_id = s.account_id and e.campaign_id = c.id
        and e.action = a.action and e.due_at is not null order by e.due_at limit 1) e
      where s.account_id = ${input.accountId} group by a.action order by a.action`,
  );
  return rows.map(({ action, due_at }) => ({ action, dueAt: new Date(due_at) }));
}

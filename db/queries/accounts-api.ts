import { and, asc, desc, eq, gte, isNull, or, sql } from 'drizzle-orm';
import type { Action } from '../../lib/domain/limits/constants';
import type { Tx } from '../client';
import { asDate, rowsOf } from '../client';
import { accountLinks } from '../schema/account-links';
import { accounts } from '../schema/accounts';
import { actionPaces } from '../schema/action-paces';
import { controls } from '../schema/controls';
import { rampDays } from '../schema/ramp-days';
import { signals } from '../schema/signals';

export type AccountRow = typeof accounts.$inferSelect;
export type RampDayRow = typeof rampDays.$inferSelect;
export type SignalRow = typeof signals.$inferSelect;
export type ControlRow = typeof controls.$inferSelect;

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** Accounts that are not removed, by name; `ownerId` null means everybody's. */
export async function listAccountRows(tx: Tx, input: { ownerId: string | null }): Promise<AccountRow[]> {
  return tx
    .select()
    .from(accounts)
    .where(
      and(
        sql`${accounts.state} <> 'removed'`,
        input.ownerId === null ? undefined : eq(accounts.ownerId, input.ownerId),
      ),
    )
    .orderBy(asc(accounts.name), asc(accounts.id));
}

/** The accounts of these ids that are not removed. */
export async function accountsByIds(tx: Tx, ids: string[]): Promise<AccountRow[]> {
  if (ids.length === 0) return [];
  return tx
    .select()
    .from(accounts)
    .where(and(sql`${accounts.id} in ${ids}`, sql`${accounts.state} <> 'removed'`))
    .orderBy(accounts.id);
}

/** One account, locked against every dispatch of it: dispatch share-locks this row (design.md §4). */
export async function lockAccount(tx: Tx, id: string): Promise<AccountRow | null> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.id, id)).for('update');
  return row ?? null;
}

/** Ids of the sends of an account that were dispatched and not settled: they may still reach the provider. */
export async function dispatchingOfAccount(tx: Tx, accountId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where account_id = ${accountId} and state = 'dispatching' order by id`,
  );
  return rows.map((row) => row.id);
}

/** The ramp row in force at `now`, judged like the gate of a reservation, or null: then nothing is sent and no cap is known. */
export async function rampDayAt(tx: Tx, accountId: string, now: Date): Promise<RampDayRow | null> {
  const [row] = await tx
    .select()
    .from(rampDays)
    .where(
      and(
        eq(rampDays.accountId, accountId),
        sql`${rampDays.startsAt} <= ${at(now)} and ${rampDays.endsAt} > ${at(now)} and ${rampDays.madeAt} >= ${rampDays.startsAt}`,
        sql`${rampDays.madeAt} <= ${at(now)} + greatest(interval '1 minute', interval '30 seconds' * (select speed from clock where id = 1))`,
      ),
    );
  return row ?? null;
}

/** The decisions of the days since a local date, oldest first. */
export async function rampDaysSince(tx: Tx, accountId: string, localDate: string): Promise<RampDayRow[]> {
  return tx
    .select()
    .from(rampDays)
    .where(and(eq(rampDays.accountId, accountId), gte(rampDays.localDate, localDate)))
    .orderBy(asc(rampDays.localDate));
}

/** The limit answers of an account, newest first. */
export async function signalsOf(tx: Tx, accountId: string, limit: number): Promise<SignalRow[]> {
  return tx
    .select()
    .from(signals)
    .where(eq(signals.accountId, accountId))
    .orderBy(desc(signals.at), desc(signals.id))
    .limit(limit);
}

/** Signals of an account by kind since a moment. */
export async function signalCounts(tx: Tx, accountId: string, since: Date): Promise<Map<string, number>> {
  const rows = await rowsOf<{ kind: string; n: number }>(
    tx,
    sql`select kind, count(*)::int as n from signals where account_id = ${accountId} and at > ${at(since)} group by kind`,
  );
  return new Map(rows.map((row) => [row.kind, row.n]));
}

/** The stops in force at `now`, the longest first. */
export async function stopsInForce(tx: Tx, now: Date): Promise<ControlRow[]> {
  return tx
    .select()
    .from(controls)
    .where(and(isNull(controls.endedAt), or(isNull(controls.until), sql`${controls.until} > ${at(now)}`)))
    .orderBy(sql`${controls.until} desc nulls first`);
}

/** The paces of an account: last action, and until when the provider made it stop. */
export async function actionPacesOf(tx: Tx, accountId: string) {
  return tx.select().from(actionPaces).where(eq(actionPaces.accountId, accountId)).orderBy(actionPaces.action);
}

/**
 * Whether this installation holds the lease, whether a person must confirm it first, and how long ago, in ms of wall time,
 * the lease ended; null when it never had one.
 */
export async function leaseOf(
  tx: Tx,
  installationId: string,
): Promise<{ isOurs: boolean; isHeld: boolean; endedAgoMs: number | null }> {
  const [row] = await rowsOf<{ ago_ms: number; held: boolean }>(
    tx,
    sql`select held_since is not null as held, (extract(epoch from clock_timestamp() - coalesce(held_since, lease_until)) * 1000)::float8 as ago_ms from installations where id = ${installationId}`,
  );
  if (row === undefined) return { isOurs: false, isHeld: false, endedAgoMs: null };
  return { isOurs: row.ago_ms < 0 && !row.held, isHeld: row.held, endedAgoMs: Math.max(0, row.ago_ms) };
}

/** Invites of an account between two moments and how many were accepted. */
export async function acceptanceOf(
  tx: Tx,
  input: { accountId: string; from: Date; to: Date },
): Promise<{ sent: number; accepted: number }> {
  const [row] = await rowsOf<{ sent: number; accepted: number }>(
    tx,
    sql`select count(*)::int as sent, count(accepted_at)::int as accepted from invitations
      where account_id = ${input.accountId} and sent_at > ${at(input.from)} and sent_at <= ${at(input.to)}`,
  );
  return row ?? { sent: 0, accepted: 0 };
}

/** What an account did per action since a moment, from the ledger. */
export async function actionMix(tx: Tx, accountId: string, since: Date): Promise<Map<string, number>> {
  const rows = await rowsOf<{ action: string; n: number }>(
    tx,
    sql`select action, count(*)::int as n from sends where account_id = ${accountId} and spent and at > ${at(since)} group by action`,
  );
  return new Map(rows.map((row) => [row.action, row.n]));
}

/** Sends of an account that wait for evidence or for a person. */
export async function openOutcomes(tx: Tx, accountId: string): Promise<{ unknown: number; held: number }> {
  const [row] = await rowsOf<{ unknown: number; held: number }>(
    tx,
    sql`select count(*) filter (where state = 'unknown')::int as unknown, count(*) filter (where state = 'held')::int as held
      from sends where account_id = ${accountId} and state in ('unknown', 'held')`,
  );
  return row ?? { unknown: 0, held: 0 };
}

/** The due or next due work of an account in running campaigns. */
export async function nextWorkOf(tx: Tx, input: { accountId: string; campaignId: string | null; now: Date }) {
  const [row] = await rowsOf<{ due: number; next_due: string | null; waiting: number; queued: number }>(
    tx,
    sql`select count(*) filter (where e.due_at <= ${at(input.now)})::int as due, min(e.due_at) filter (where e.due_at > ${at(input.now)}) as next_due,
        count(*) filter (where e.state in ('waiting', 'parked'))::int as waiting, count(*) filter (where e.state = 'queued')::int as queued
      from enrolments e join campaigns c on c.id = e.campaign_id
      where e.account_id = ${input.accountId} and e.active and c.state = 'running'
        and (${input.campaignId}::text is null or e.campaign_id = ${input.campaignId})`,
  );
  return {
    due: row?.due ?? 0,
    nextDueAt: row?.next_due ? new Date(row.next_due) : null,
    waiting: row?.waiting ?? 0,
    queued: row?.queued ?? 0,
  };
}

/** People of an account's running campaigns whom somebody has paused, and since when the first of them is. */
export async function pausedPeople(tx: Tx, input: { accountId: string; campaignId: string | null }) {
  const [row] = await rowsOf<{ n: number; held: number; since: string | null; reason: string | null }>(
    tx,
    sql`select count(*)::int as n, count(*) filter (where e.state in ('waiting', 'parked'))::int as held, min(p.stopped_at) as since,
        (array_agg(p.stop_reason order by p.stopped_at, p.id))[1] as reason
      from prospects p join enrolments e on e.prospect_id = p.id join campaigns c on c.id = e.campaign_id
      where p.stopped_at is not null and e.account_id = ${input.accountId} and e.active and c.state = 'running'
        and (${input.campaignId}::text is null or e.campaign_id = ${input.campaignId})`,
  );
  return { people: row?.n ?? 0, held: row?.held ?? 0, since: asDate(row?.since ?? null), reason: row?.reason ?? null };
}

/** The due person the engine would pick first on an account: class, then priority, then the longest due. */
export async function firstDue(tx: Tx, input: { accountId: string; campaignId: string | null; now: Date }) {
  const [row] = await rowsOf<{ prospect_id: string; action: Action; enrolment_id: string }>(
    tx,
    sql`select e.prospect_id, e.action, e.id as enrolment_id from enrolments e join campaigns c on c.id = e.campaign_id
      where e.account_id = ${input.accountId} and e.due_at is not null and e.active and c.state = 'running'
        and (${input.campaignId}::text is null or e.campaign_id = ${input.campaignId})
      order by (e.due_at > ${at(input.now)}), case when e.due_at > ${at(input.now)} then e.due_at end, e.work_class, e.priority, e.due_at, e.id limit 1`,
  );
  return row ? { prospectId: row.prospect_id, action: row.action, enrolmentId: row.enrolment_id } : null;
}

/** Stores a pending connection by the hash of its state; the state itself is never kept. */
export async function insertAccountLink(tx: Tx, row: typeof accountLinks.$inferInsert): Promise<void> {
  await tx.insert(accountLinks).values(row);
}

/** The database's real time: link states expire in wall time (design.md §2). */
export async function wallTime(tx: Tx): Promise<Date> {
  const [row] = await rowsOf<{ now: string }>(tx, sql`select clock_timestamp() as now`);
  if (row === undefined) throw new Error('clock_timestamp returned no row');
  return new Date(row.now);
}

/** Conversations of an account in which somebody wrote to it since a moment. */
export async function repliedSince(tx: Tx, accountId: string, since: Date): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    tx,
    sql`select count(*)::int as n from threads where account_id = ${accountId} and last_inbound_at > ${at(since)} and last_outbound_at is not null`,
  );
  return row?.n ?? 0;
}

/** The last chats that an account opened itself, `limit` at most, and in how many of them the other side has written. */
export async function openedChats(
  tx: Tx,
  accountId: string,
  limit: number,
): Promise<{ opened: number; answered: number }> {
  const [row] = await rowsOf<{ opened: number; answered: number }>(
    tx,
    sql`select count(*)::int as opened, count(last_inbound_at)::int as answered from (select last_inbound_at from threads
      where account_id = ${accountId} and opened_own order by created_at desc, id desc limit ${limit}) t`,
  );
  return row ?? { opened: 0, answered: 0 };
}

import { and, desc, eq, sql } from 'drizzle-orm';
import type { Action } from '../../lib/domain/limits/constants';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { accounts } from '../schema/accounts';
import { actionPaces } from '../schema/action-paces';
import { rampDays } from '../schema/ramp-days';

export type AccountRow = typeof accounts.$inferSelect;
export type RampDayRow = typeof rampDays.$inferSelect;
const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

export async function accountById(tx: Tx, id: string): Promise<AccountRow | null> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.id, id));
  return row ?? null;
}

export async function accountByProviderId(tx: Tx, providerAccountId: string): Promise<AccountRow | null> {
  const [row] = await tx.select().from(accounts).where(eq(accounts.providerAccountId, providerAccountId));
  return row ?? null;
}

/** Locks the account against every reservation and dispatch: the first lock of a write that goes on to its budgets. */
export async function lockAccount(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`select 1 from accounts where id = ${id} for update`);
}

/** Every connected account of the workspace that is not removed. */
export async function connectedAccounts(tx: Tx): Promise<AccountRow[]> {
  return tx.select().from(accounts).where(sql`${accounts.state} <> 'removed'`).orderBy(accounts.id);
}

export async function updateAccount(tx: Tx, id: string, change: Partial<typeof accounts.$inferInsert>): Promise<void> {
  await tx.update(accounts).set(change).where(eq(accounts.id, id));
}

export async function rampDay(tx: Tx, accountId: string, localDate: string): Promise<RampDayRow | null> {
  const [row] = await tx
    .select()
    .from(rampDays)
    .where(and(eq(rampDays.accountId, accountId), eq(rampDays.localDate, localDate)));
  return row ?? null;
}

export async function lastRampDay(tx: Tx, accountId: string): Promise<RampDayRow | null> {
  const [row] = await tx
    .select()
    .from(rampDays)
    .where(eq(rampDays.accountId, accountId))
    .orderBy(desc(rampDays.localDate))
    .limit(1);
  return row ?? null;
}

/** Stores the day's decision once; a second opening of the day keeps the first. */
export async function insertRampDay(tx: Tx, row: typeof rampDays.$inferInsert): Promise<void> {
  await tx.insert(rampDays).values(row).onConflictDoNothing();
}

/** Replaces the open hours of a day whose schedule was changed. */
export async function setOpenHours(
  tx: Tx,
  input: { accountId: string; localDate: string; openHours: string },
): Promise<void> {
  await tx
    .update(rampDays)
    .set({ openHours: input.openHours })
    .where(and(eq(rampDays.accountId, input.accountId), eq(rampDays.localDate, input.localDate)));
}

/** Creates or changes a budget's cap (see `budget_put`). */
export async function putBudget(
  tx: Tx,
  input: {
    accountId: string;
    key: string;
    campaignId: string;
    anchor: 'day' | 'month' | null;
    widthMs: number;
    timeZone: string;
    cap: number;
    now: Date;
    mayRaise: boolean;
  },
): Promise<void> {
  await tx.execute(
    sql`select budget_put(${input.accountId}, ${input.key}, ${input.campaignId}, ${input.anchor}, ${input.widthMs}, ${input.timeZone}, ${input.cap}, ${at(input.now)}, ${input.mayRaise})`,
  );
}

/** Moves the calendar windows of an account to another zone, each when the one that is open ends (see `budgets_move`). */
export async function moveBudgets(tx: Tx, input: { accountId: string; timeZone: string; now: Date }): Promise<void> {
  await tx.execute(sql`select budgets_move(${input.accountId}, ${input.timeZone}, ${at(input.now)})`);
}

export async function ensurePace(
  tx: Tx,
  row: { workspaceId: string; accountId: string; action: Action; gapMsMin: number },
): Promise<void> {
  await tx
    .insert(actionPaces)
    .values(row)
    .onConflictDoUpdate({
      target: [actionPaces.workspaceId, actionPaces.accountId, actionPaces.action],
      set: { gapMsMin: row.gapMsMin },
    });
}

export async function pacesOf(tx: Tx, accountId: string) {
  return tx.select().from(actionPaces).where(eq(actionPaces.accountId, accountId));
}

/** Stops an action until a moment; never shortened by a later, shorter stop. `stopsInRow` null leaves the count alone. */
export async function stopAction(
  tx: Tx,
  input: { accountId: string; action: Action; until: Date; reason: string; now: Date; stopsInRow: number | null },
): Promise<void> {
  await tx
    .update(actionPaces)
    .set({
      stoppedUntil: sql`greatest(coalesce(${actionPaces.stoppedUntil}, ${at(input.until)}), ${at(input.until)})`,
      stopReason: input.reason,
      ...(input.stopsInRow === null ? {} : { stoppedAt: input.now, stopsInRow: input.stopsInRow }),
    })
    .where(and(eq(actionPaces.accountId, input.accountId), eq(actionPaces.action, input.action)));
}

/** Keeps what the provider's rate headers said of an action's window; an older reading never replaces a newer one. */
export async function keepRateWindow(
  tx: Tx,
  input: { accountId: string; action: Action; limit: number; remaining: number; resetAt: Date; now: Date },
): Promise<void> {
  await tx
    .update(actionPaces)
    .set({
      rateLimit: input.limit,
      rateRemaining: input.remaining,
      rateResetAt: input.resetAt,
      rateSeenAt: input.now,
    })
    .where(
      and(
        eq(actionPaces.accountId, input.accountId),
        eq(actionPaces.action, input.action),
        sql`(${actionPaces.rateSeenAt} is null or ${actionPaces.rateSeenAt} <= ${at(input.now)})`,
      ),
    );
}

/** Ends a stop that waits for a person; one that ends by itself stays. Answers whether there was one. */
export async function endAskedStop(
  tx: Tx,
  input: { accountId: string; action: Action; asked: Date },
): Promise<boolean> {
  const rows = await tx
    .update(actionPaces)
    .set({ stoppedUntil: null, stopReason: null })
    .where(
      and(
        eq(actionPaces.accountId, input.accountId),
        eq(actionPaces.action, input.action),
        sql`${actionPaces.stoppedUntil} >= ${at(input.asked)}`,
      ),
    )
    .returning({ action: actionPaces.action });
  return rows.length > 0;
}

/** Spent or attempted sends of the local day per action, from the ledger's rows. */
export async function doneToday(
  tx: Tx,
  input: { accountId: string; from: Date; to: Date },
): Promise<Map<Action, number>> {
  const rows = await rowsOf<{ action: Action; n: number }>(
    tx,
    sql`select action, count(*)::int as n from sends where account_id = ${input.accountId} and at >= ${at(input.from)} and at < ${at(input.to)} and cardinality(kept) > 0 and origin = 'engine' group by action`,
  );
  return new Map(rows.map((row) => [row.action, row.n]));
}

/** The facts the ramp decides on (limits.md §2): invites 3-14 days old and what became of them, signals, use and idle time. */
export async function rampFacts(
  tx: Tx,
  input: { accountId: string; now: Date; since: Date; inviteAgeDaysMin: number; inviteAgeDaysMax: number },
) {
  const [invites] = await rowsOf<{ sent: number; accepted: number }>(
    tx,
    sql`select count(*)::int as sent, count(accepted_at)::int as accepted from invitations where account_id = ${input.accountId} and sent_at > ${at(input.since)}
      and sent_at <= ${at(input.now)} - make_interval(days => ${input.inviteAgeDaysMin}) and sent_at > ${at(input.now)} - make_interval(days => ${input.inviteAgeDaysMax})`,
  );
  const [signals] = await rowsOf<{ n: number; held: number }>(
    tx,
    sql`select count(*) filter (where kind = 'limit')::int as n, count(*) filter (where kind in ('unknown', 'unrecognised') and at > ${at(input.now)} - interval '1 day')::int as held
      from signals where account_id = ${input.accountId} and at > ${at(input.since)} and at > ${at(input.now)} - interval '7 days'`,
  );
  const used = await rowsOf<{ cap: number; sent: number }>(
    tx,
    sql`select (d.caps->>'invite')::int as cap, (select count(*)::int from sends s where s.account_id = d.account_id and s.action = 'invite' and s.spent and s.at >= d.starts_at and s.at < d.ends_at) as sent
      from ramp_days d where d.account_id = ${input.accountId} and d.ends_at <= ${at(input.now)} and not isempty(d.open_hours) order by d.local_date desc limit 5`,
  );
  const [last] = await rowsOf<{ at: string | null }>(
    tx,
    sql`select max(at) as at from sends where account_id = ${input.accountId} and spent`,
  );
  return {
    invites: invites ?? { sent: 0, accepted: 0 },
    signals7d: signals?.n ?? 0,
    unknown24h: signals?.held ?? 0,
    usedDays: used,
    lastSendAt: last?.at ? new Date(last.at) : null,
  };
}

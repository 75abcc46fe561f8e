import { and, eq, sql } from 'drizzle-orm';
import type { Step } from '../../lib/domain/campaigns/sequence';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { accounts } from '../schema/accounts';
import { enrolments } from '../schema/enrolments';
import { prospects } from '../schema/prospects';
import { resolutions } from '../schema/resolutions';
import { steps } from '../schema/steps';

export type EnrolmentRow = typeof enrolments.$inferSelect;
export type ProspectRow = typeof prospects.$inferSelect;

/** One enrolment, locked for the transaction. */
export async function lockEnrolment(tx: Tx, id: string): Promise<EnrolmentRow | null> {
  const [row] = await tx.select().from(enrolments).where(eq(enrolments.id, id)).for('update');
  return row ?? null;
}

export async function updateEnrolment(
  tx: Tx,
  id: string,
  change: Partial<typeof enrolments.$inferInsert>,
): Promise<void> {
  await tx.update(enrolments).set(change).where(eq(enrolments.id, id));
}

/** The steps of a campaign in order. */
export async function stepsOf(tx: Tx, campaignId: string): Promise<Step[]> {
  const rows = await tx
    .select()
    .from(steps)
    .where(eq(steps.campaignId, campaignId))
    .orderBy(steps.branch, steps.position);
  return rows.map(({ workspaceId: _w, campaignId: _c, ...step }) => step);
}

/** What is known of a person as one account sees it. */
export async function resolutionOf(tx: Tx, accountId: string, prospectId: string) {
  const [row] = await tx
    .select()
    .from(resolutions)
    .where(and(eq(resolutions.accountId, accountId), eq(resolutions.prospectId, prospectId)));
  return row ?? null;
}

export async function saveResolution(tx: Tx, row: typeof resolutions.$inferInsert): Promise<void> {
  await tx
    .insert(resolutions)
    .values(row)
    .onConflictDoUpdate({ target: [resolutions.workspaceId, resolutions.accountId, resolutions.prospectId], set: row });
}

export async function prospectById(tx: Tx, id: string): Promise<ProspectRow | null> {
  const [row] = await tx.select().from(prospects).where(eq(prospects.id, id));
  return row ?? null;
}

/** Enrolments of running campaigns that wait for their first step; at most `limit`, oldest first. */
export async function queuedEnrolments(
  tx: Tx,
  input: { campaignId: string | null; limit: number },
): Promise<EnrolmentRow[]> {
  const ids = await rowsOf<{ id: string }>(
    tx,
    sql`select e.id from enrolments e join campaigns c on c.id = e.campaign_id where e.state = 'queued' and e.active and c.state = 'running'
      and (${input.campaignId}::text is null or e.campaign_id = ${input.campaignId}) order by e.created_at, e.id limit ${input.limit} for update of e skip locked`,
  );
  return rowsById(
    tx,
    ids.map((row) => row.id),
  );
}

/** Waiting or parked enrolments whose moment has come; at most `limit`. */
export async function wakeableEnrolments(tx: Tx, input: { now: Date; limit: number }): Promise<EnrolmentRow[]> {
  const ids = await rowsOf<{ id: string }>(
    tx,
    sql`select id from enrolments where wake_at is not null and wake_at <= ${input.now.toISOString()}::timestamptz and active order by wake_at limit ${input.limit} for update skip locked`,
  );
  return rowsById(
    tx,
    ids.map((row) => row.id),
  );
}

async function rowsById(tx: Tx, ids: string[]): Promise<EnrolmentRow[]> {
  const rows: EnrolmentRow[] = [];
  for (const id of ids) {
    const row = await lockEnrolment(tx, id);
    if (row) rows.push(row);
  }
  return rows;
}

/** The active enrolments of a person, locked in order of id: the first lock a stopping write takes. */
export async function lockEnrolmentsOfProspect(tx: Tx, prospectId: string): Promise<EnrolmentRow[]> {
  return tx
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.prospectId, prospectId), eq(enrolments.active, true)))
    .orderBy(enrolments.id)
    .for('update');
}

/** The zone and hours by which delays of an account's people are counted. */
export async function scheduleOf(tx: Tx, accountId: string) {
  const [row] = await tx
    .select({ timeZone: accounts.timeZone, workingHours: accounts.workingHours, daysOff: accounts.daysOff })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  return row ?? null;
}

/** How much due work an account has now, and when the next falls due. */
export async function dueWork(tx: Tx, input: { accountId: string; now: Date }) {
  const [row] = await rowsOf<{ due: number; next_due: string | null }>(
    tx,
    sql`select count(*) filter (where e.due_at <= ${input.now.toISOString()}::timestamptz)::int as due, min(e.due_at) filter (where e.due_at > ${input.now.toISOString()}::timestamptz) as next_due
      from enrolments e join campaigns c on c.id = e.campaign_id where e.account_id = ${input.accountId} and e.due_at is not null and c.state = 'running'`,
  );
  return { due: row?.due ?? 0, nextDueAt: row?.next_due ? new Date(row.next_due) : null };
}

/** Sends of a person whose call has begun and has no answer yet. */
export async function sendsInFlight(tx: Tx, prospectId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where prospect_id = ${prospectId} and state = 'dispatching' order by id`,
  );
  return rows.map((row) => row.id);
}

/** Locks a person against every dispatch to it. */
export async function lockProspect(tx: Tx, prospectId: string): Promise<void> {
  await tx.execute(sql`select 1 from prospects where id = ${prospectId} for update`);
}

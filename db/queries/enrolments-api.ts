import { and, desc, eq, sql } from 'drizzle-orm';
import type { EnrolmentState } from '../../lib/domain/campaigns/constants';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { enrolments } from '../schema/enrolments';
import { prospects } from '../schema/prospects';
import { decodeCursor } from './cursor';
import { textArray } from './prospects';

export type EnrolmentRow = typeof enrolments.$inferSelect;

/** People of a campaign with their person, newest first. */
export async function listPeopleRows(
  tx: Tx,
  input: {
    campaignId: string;
    state: EnrolmentState | null;
    reason: string | null;
    limit: number;
    cursor: string | null;
  },
) {
  const from = input.cursor === null ? null : decodeCursor(input.cursor);
  return tx
    .select({ enrolment: enrolments, prospect: prospects })
    .from(enrolments)
    .leftJoin(prospects, eq(prospects.id, enrolments.prospectId))
    .where(
      and(
        eq(enrolments.campaignId, input.campaignId),
        input.state === null ? undefined : eq(enrolments.state, input.state),
        input.reason === null ? undefined : eq(enrolments.reason, input.reason),
        from === null
          ? undefined
          : sql`(${enrolments.createdAt}, ${enrolments.id}) < (${from.at.toISOString()}::timestamptz, ${from.id})`,
      ),
    )
    .orderBy(desc(enrolments.createdAt), desc(enrolments.id))
    .limit(input.limit + 1);
}

/** How many people each sender of a campaign has, for an even spread of the next ones. */
export async function peoplePerSender(tx: Tx, campaignId: string): Promise<Map<string, number>> {
  const rows = await rowsOf<{ account_id: string; n: number }>(
    tx,
    sql`select account_id, count(*)::int as n from enrolments where campaign_id = ${campaignId} group by account_id`,
  );
  return new Map(rows.map((row) => [row.account_id, row.n]));
}

/** Where these people take part already: in this campaign (any state) and in an active one elsewhere. */
export async function enrolledAmong(tx: Tx, input: { campaignId: string; prospectIds: string[] }) {
  if (input.prospectIds.length === 0) return { here: new Set<string>(), elsewhere: new Set<string>() };
  const rows = await rowsOf<{ prospect_id: string; here: boolean; elsewhere: boolean }>(
    tx,
    sql`select prospect_id, bool_or(campaign_id = ${input.campaignId}) as here,
        bool_or(campaign_id <> ${input.campaignId} and active and not allow_parallel) as elsewhere
      from enrolments where prospect_id = any(${textArray(input.prospectIds)}::text[]) group by prospect_id`,
  );
  return {
    here: new Set(rows.filter((row) => row.here).map((row) => row.prospect_id)),
    elsewhere: new Set(rows.filter((row) => row.elsewhere).map((row) => row.prospect_id)),
  };
}

/** Enrols people. Whoever another transaction enrolled meanwhile is left out; answers the people who came in. */
export async function insertEnrolments(tx: Tx, rows: (typeof enrolments.$inferInsert)[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const added = await tx.insert(enrolments).values(rows).onConflictDoNothing().returning({ id: enrolments.prospectId });
  return new Set(added.map((row) => row.id));
}

/** Active people of a campaign. */
export async function activePeople(tx: Tx, campaignId: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    tx,
    sql`select count(*)::int as n from enrolments where campaign_id = ${campaignId} and active`,
  );
  return row?.n ?? 0;
}

/** People of a campaign who must be looked up on their account before they can be invited (no fresh id yet). */
export async function peopleToLookUp(tx: Tx, input: { campaignId: string; freshSince: Date }): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    tx,
    sql`select count(*)::int as n from enrolments e where e.campaign_id = ${input.campaignId} and e.active and not exists (
      select 1 from resolutions r where r.account_id = e.account_id and r.prospect_id = e.prospect_id and r.resolved_at > ${input.freshSince.toISOString()}::timestamptz)`,
  );
  return row?.n ?? 0;
}

/** Whether somebody's enrolment stands at a step, so that the step may not vanish under them. */
export async function stepsInUse(tx: Tx, campaignId: string): Promise<Set<string>> {
  const rows = await rowsOf<{ step_id: string }>(
    tx,
    sql`select distinct step_id from enrolments where campaign_id = ${campaignId} and active and step_id is not null`,
  );
  return new Set(rows.map((row) => row.step_id));
}

/** Lets the parked people of some steps be looked at now, when what they wait for is not needed any more. */
export async function wakeParked(
  tx: Tx,
  input: { campaignId: string; stepIds: string[]; reason: string; now: Date },
): Promise<void> {
  if (input.stepIds.length === 0) return;
  await tx.execute(sql`update enrolments set wake_at = ${input.now.toISOString()}::timestamptz where id in (
    select id from enrolments where campaign_id = ${input.campaignId} and state = 'parked' and reason = ${input.reason}
      and step_id = any (${`{${input.stepIds.join(',')}}`}::text[]) order by id for update)`);
}

/** A few people of a campaign, for previews. */
export async function samplePeople(tx: Tx, campaignId: string, limit: number) {
  return tx
    .select({ prospect: prospects })
    .from(enrolments)
    .innerJoin(prospects, eq(prospects.id, enrolments.prospectId))
    .where(eq(enrolments.campaignId, campaignId))
    .orderBy(enrolments.createdAt, enrolments.id)
    .limit(limit);
}

/** Moves the queued people of a campaign away from accounts that are no longer its senders. */
export async function reassignQueued(
  tx: Tx,
  input: { campaignId: string; accountIds: string[]; now: Date },
): Promise<void> {
  if (input.accountIds.length === 0) return;
  await tx.execute(
    sql`update enrolments e set account_id = t.account_id, updated_at = ${input.now.toISOString()}::timestamptz
      from (select q.id, (${textArray(input.accountIds)}::text[])[1 + ((row_number() over (order by q.created_at, q.id) - 1) % ${input.accountIds.length})::int] as account_id
        from enrolments q where q.campaign_id = ${input.campaignId} and q.state = 'queued' and q.account_id <> all(${textArray(input.accountIds)}::text[])) t
      where e.id = t.id`,
  );
}

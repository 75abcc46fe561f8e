import { sql } from 'drizzle-orm';
import { OPEN_PROFILE_FRESH_MS } from '../../lib/domain/campaigns/constants';
import type { Step } from '../../lib/domain/campaigns/sequence';
import type { Action } from '../../lib/domain/limits/constants';
import { newId } from '../../lib/platform/ids';
import { randomToken } from '../../lib/platform/secrets';
import type { Tx } from '../client';
import { asDate, rowsOf } from '../client';

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

export interface ReserveRow {
  outcome: string;
  reason: string | null;
  cap: number | null;
  used: number | null;
  freeAt: Date | null;
  sendId: string | null;
  attempt: number | null;
  reservedAt: Date | null;
  fence: string;
}

/** Calls `send_reserve`: every budget of the action or none, gates included. A lease of `leaseMs` wall time follows. */
export async function reserveSend(
  tx: Tx,
  input: {
    accountId: string;
    campaignId: string | null;
    enrolmentId: string;
    stepKey: string;
    prospectId: string | null;
    action: Action;
    variant: string;
    origin: string;
    now: Date;
    installationId: string;
    leaseMs: number;
  },
): Promise<ReserveRow> {
  const fence = randomToken(12);
  const [row] = await rowsOf<{
    outcome: string;
    reason: string | null;
    cap: number | null;
    used: number | null;
    free_at: string | null;
    send_id: string | null;
    attempt: number | null;
    reserved_at: string | null;
  }>(
    tx,
    sql`select * from send_reserve(${newId('send')}, ${input.accountId}, ${input.campaignId}, ${input.enrolmentId}, ${input.stepKey}, ${input.prospectId},
      ${input.action}, ${input.variant}, ${input.origin}, ${fence}, ${at(input.now)}, ${input.installationId}, ${input.leaseMs})`,
  );
  if (!row) throw new Error('send_reserve returned no row');
  return {
    outcome: row.outcome,
    reason: row.reason,
    cap: row.cap,
    used: row.used,
    freeAt: asDate(row.free_at),
    sendId: row.send_id,
    attempt: row.attempt,
    reservedAt: asDate(row.reserved_at),
    fence,
  };
}

/** Calls `send_dispatch`; the gates are looked at once more under their locks. */
export async function dispatchSend(
  tx: Tx,
  input: { sendId: string; fence: string; now: Date; installationId: string; deadlineMs: number },
) {
  const [row] = await rowsOf<{ outcome: string; reason: string | null }>(
    tx,
    sql`select * from send_dispatch(${input.sendId}, ${input.fence}, ${at(input.now)}, ${input.installationId}, ${input.deadlineMs})`,
  );
  if (!row) throw new Error('send_dispatch returned no row');
  return row;
}

/** Calls `send_settle`; false when the row was not this fence's to settle any more. */
export async function settleSend(
  tx: Tx,
  input: {
    sendId: string;
    fence: string;
    state: string;
    keep: string;
    providerRef: string | null;
    answer: object;
    now: Date;
  },
): Promise<boolean> {
  const [row] = await rowsOf<{ ok: boolean }>(
    tx,
    sql`select send_settle(${input.sendId}, ${input.fence}, ${input.state}, ${input.keep}, ${input.providerRef}, ${JSON.stringify(input.answer)}::jsonb, ${at(input.now)}) as ok`,
  );
  return row?.ok === true;
}

/** Calls `send_conclude` for an unknown or held send. */
export async function concludeSend(
  tx: Tx,
  input: { sendId: string; state: string; providerRef: string | null; answer: object; now: Date },
): Promise<boolean> {
  const [row] = await rowsOf<{ ok: boolean }>(
    tx,
    sql`select send_conclude(${input.sendId}, ${input.state}, ${input.providerRef}, ${JSON.stringify(input.answer)}::jsonb, ${at(input.now)}) as ok`,
  );
  return row?.ok === true;
}

/** Calls `send_sweep`: reservations past their lease are released, dispatches past their deadline become unknown. */
export async function sweepSends(tx: Tx, input: { limit: number; now: Date }) {
  return rowsOf<{ send_id: string; became: string; enrolment_id: string | null; account_id: string; action: string }>(
    tx,
    sql`select * from send_sweep(${input.limit}, ${at(input.now)})`,
  );
}

export interface PickedRow {
  enrolmentId: string;
  campaignId: string;
  prospectId: string;
  stepId: string;
  action: Action;
  workClass: number;
  smoothWeek: boolean;
  step: Step;
  openProfile: boolean | null;
  refusedTries: number;
}

/**
 * Running campaigns of an account, the one with the smallest used share of its caps first, so that none starves. Counted
 * from the rows that the windows hold now: a counter is brought up to date only when it is full, and would hold last
 * week's sends against a campaign for ever.
 */
export async function campaignsByUsedShare(tx: Tx, input: { accountId: string; now: Date }): Promise<string[]> {
  const { accountId } = input;
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select c.id from campaigns c join campaign_senders s on s.campaign_id = c.id and s.workspace_id = c.workspace_id
      cross join lateral (select max(l.live::float / b.cap) as share from budgets b
        cross join lateral (select count(*) as live from sends x where x.account_id = b.account_id and x.campaign_id = b.campaign_id
          and b.key = any (x.kept) and x.at > greatest(b.since, budget_window_start(${at(input.now)}, b.anchor, b.width_ms, b.time_zone))) l
        where b.workspace_id = c.workspace_id and b.account_id = s.account_id and b.campaign_id = c.id and b.cap > 0) u
      where s.account_id = ${accountId} and c.state = 'running'
      order by coalesce(u.share, 0), c.id`,
  );
  return rows.map((row) => row.id);
}

/** The next due step of one class in one campaign, locked; another worker's pick is skipped. */
export async function pickDue(
  tx: Tx,
  input: {
    accountId: string;
    campaignId: string;
    workClass: number;
    now: Date;
    parkedActions: string[];
    skip: string[];
  },
): Promise<PickedRow | null> {
  const parked = sql`${`{${input.parkedActions.join(',')}}`}::text[]`;
  const skip = sql`${`{${input.skip.join(',')}}`}::text[]`;
  const [e] = await rowsOf<{ id: string; prospect_id: string; step_id: string; action: Action }>(
    tx,
    sql`select id, prospect_id, step_id, action from enrolments where account_id = ${input.accountId} and work_class = ${input.workClass} and campaign_id = ${input.campaignId}
      and due_at is not null and due_at <= ${at(input.now)} and action <> all(${parked}) and id <> all(${skip})
      order by priority, due_at, id limit 1 for update skip locked`,
  );
  if (!e) return null;
  const [f] = await rowsOf<{
    kind: Step['kind'];
    parent_id: string | null;
    branch: Step['branch'];
    position: number;
    delay_days: number | null;
    timeout_days: number | null;
    text: string | null;
    subject: string | null;
    note: string | null;
    note_policy: Step['notePolicy'];
    smooth_week: boolean;
    open_profile: boolean | null;
    open_profile_at: string | null;
    refused: number;
  }>(
    tx,
    sql`select s.kind, s.parent_id, s.branch, s.position, s.delay_days, s.timeout_days, s.text, s.subject, s.note, s.note_policy, c.smooth_week, r.open_profile, r.open_profile_at,
      (select count(*)::int from sends x where x.enrolment_id = ${e.id} and case when ${e.action} = 'resolve' then x.step_key like 'resolve:' || s.id || ':%' and x.state <> 'released'
        else x.state = 'rejected' and (x.step_key = s.id or x.step_key like s.id || '#%') end) as refused
      from steps s join campaigns c on c.id = s.campaign_id left join resolutions r on r.prospect_id = ${e.prospect_id} and r.account_id = ${input.accountId}
      where s.id = ${e.step_id}`,
  );
  if (!f) return null;
  const fresh =
    f.open_profile_at !== null && input.now.getTime() - new Date(f.open_profile_at).getTime() <= OPEN_PROFILE_FRESH_MS;
  return {
    enrolmentId: e.id,
    campaignId: input.campaignId,
    prospectId: e.prospect_id,
    stepId: e.step_id,
    action: e.action,
    workClass: input.workClass,
    smoothWeek: f.smooth_week,
    step: {
      id: e.step_id,
      kind: f.kind,
      parentId: f.parent_id,
      branch: f.branch,
      position: f.position,
      delayDays: f.delay_days,
      timeoutDays: f.timeout_days,
      text: f.text,
      subject: f.subject,
      note: f.note,
      notePolicy: f.note_policy,
    },
    openProfile: fresh ? f.open_profile : null,
    refusedTries: f.refused,
  };
}

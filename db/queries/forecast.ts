import { sql } from 'drizzle-orm';
import type { EnrolmentState } from '../../lib/domain/campaigns/constants';
import type { Action, BudgetKey } from '../../lib/domain/limits/constants';
import type { Tx } from '../client';
import { asDate, rowsOf } from '../client';
import { textArray } from './prospects';

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

export interface ForecastPerson {
  id: string;
  prospectId: string;
  accountId: string;
  campaignId: string;
  priority: number;
  state: EnrolmentState;
  stepId: string | null;
  action: Action | null;
  since: Date;
  dueAt: Date | null;
  wakeAt: Date | null;
  invitedAt: Date | null;
  accepted: boolean;
  pendingAt: Date | null;
  resolvedAt: Date | null;
  degree: number | null;
  openProfile: boolean | null;
  takesInmail: boolean | null;
  reachable: boolean;
}

type PersonRow = Omit<ForecastPerson, 'since' | 'dueAt' | 'wakeAt' | 'invitedAt' | 'pendingAt' | 'resolvedAt'> &
  Record<'since' | 'dueAt' | 'wakeAt' | 'invitedAt' | 'pendingAt' | 'resolvedAt', string | null>;

/**
 * Everybody who takes part in some campaigns on some accounts and is not parked for good, with what the account knows of
 * them; at most `limit` of each campaign and account, those who are picked first.
 */
export async function forecastPeople(
  tx: Tx,
  input: { campaignIds: string[]; accountIds: string[]; limit: number },
): Promise<ForecastPerson[]> {
  const rows = await rowsOf<PersonRow>(
    tx,
    sql`select e.id, e.prospect_id as "prospectId", e.account_id as "accountId", e.campaign_id as "campaignId", e.priority, e.state, e.step_id as "stepId", e.action,
        coalesce(e.step_since, e.created_at) as since, e.due_at as "dueAt", e.wake_at as "wakeAt", e.invited_at as "invitedAt", e.accepted_at is not null as accepted,
        i.sent_at as "pendingAt", r.resolved_at as "resolvedAt", r.degree, r.open_profile as "openProfile", r.takes_inmail as "takesInmail", r.prospect_id is not null or p.linkedin_slug is not null as reachable
      from (select x.*, row_number() over (partition by x.campaign_id, x.account_id order by x.priority, x.due_at nulls last, x.created_at, x.id) as place
        from enrolments x where x.campaign_id = any(${textArray(input.campaignIds)}::text[]) and x.account_id = any(${textArray(input.accountIds)}::text[])
          and x.active and not (x.state = 'parked' and x.wake_at is null)) e
      join prospects p on p.id = e.prospect_id
      left join resolutions r on r.account_id = e.account_id and r.prospect_id = e.prospect_id
      left join lateral (select max(v.sent_at) as sent_at from invitations v where v.account_id = e.account_id and v.prospect_id = e.prospect_id and v.state = 'pending') i on true
      where e.place <= ${input.limit} order by e.id`,
  );
  return rows.map((row) => ({
    ...row,
    since: new Date(row.since ?? 0),
    dueAt: asDate(row.dueAt),
    wakeAt: asDate(row.wakeAt),
    invitedAt: asDate(row.invitedAt),
    pendingAt: asDate(row.pendingAt),
    resolvedAt: asDate(row.resolvedAt),
  }));
}

/** Sends of an account that a budget may still count: those of eight days, and of a month where a budget counts so long. */
export async function countedSends(tx: Tx, input: { accountId: string; now: Date }) {
  const rows = await rowsOf<{ at: string; action: Action; campaignId: string | null; keys: BudgetKey[] }>(
    tx,
    sql`select at, action, campaign_id as "campaignId", kept as keys from sends where account_id = ${input.accountId} and cardinality(kept) > 0
      and at > ${at(input.now)} - interval '33 days' and (at > ${at(input.now)} - interval '8 days'
        or kept && array['invite_note.month', 'inmail_credit.month', 'inmail_open.month']) order by at`,
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** Invitations of an account of the last two weeks, oldest first; `open` ones may still be accepted. */
export async function recentInvitations(tx: Tx, input: { accountId: string; now: Date }) {
  const rows = await rowsOf<{ at: string; acceptedAt: string | null; prospectId: string | null; open: boolean }>(
    tx,
    sql`select sent_at as at, accepted_at as "acceptedAt", prospect_id as "prospectId", state = 'pending' as open from invitations
      where account_id = ${input.accountId} and sent_at > ${at(input.now)} - interval '15 days' order by sent_at`,
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at), acceptedAt: asDate(row.acceptedAt) }));
}

/** When the provider signalled a limit to an account in the last week. */
export async function recentLimitSignals(tx: Tx, input: { accountId: string; now: Date }): Promise<Date[]> {
  const rows = await rowsOf<{ at: string }>(
    tx,
    sql`select at from signals where account_id = ${input.accountId} and kind = 'limit' and at > ${at(input.now)} - interval '7 days'`,
  );
  return rows.map((row) => new Date(row.at));
}

/** How people have answered an account in half a year: invitations by age in days, messages, and what look-ups found. */
export async function answersOf(tx: Tx, input: { accountId: string; now: Date }) {
  const since = sql`${at(input.now)} - interval '180 days'`;
  const invites = await rowsOf<{ age: number; sent: number; accepted: number }>(
    tx,
    sql`select floor(extract(epoch from ${at(input.now)} - sent_at) / 86400)::int as age, count(*)::int as sent, count(accepted_at)::int as accepted
      from invitations where account_id = ${input.accountId} and sent_at > ${since} and sent_at <= ${at(input.now)} group by 1`,
  );
  const [messages] = await rowsOf<{ messaged: number; replied: number }>(
    tx,
    sql`select (select count(*)::int from sends where account_id = ${input.accountId} and action in ('message', 'inmail') and state = 'sent' and origin = 'engine' and at > ${since}) as messaged,
      (select count(*)::int from enrolments where account_id = ${input.accountId} and replied_at > ${since}) as replied`,
  );
  const [lookedUp] = await rowsOf<{ all: number; connected: number; outOfNetwork: number; openProfile: number }>(
    tx,
    sql`select count(*)::int as all, count(*) filter (where r.degree = 1 and not exists (select 1 from invitations i where i.account_id = r.account_id and i.prospect_id = r.prospect_id))::int as connected,
      count(*) filter (where r.degree = 4)::int as "outOfNetwork", count(*) filter (where r.open_profile)::int as "openProfile"
      from resolutions r where r.account_id = ${input.accountId} and r.resolved_at > ${since}`,
  );
  return {
    invites,
    messaged: messages?.messaged ?? 0,
    replied: messages?.replied ?? 0,
    lookedUp: lookedUp ?? { all: 0, connected: 0, outOfNetwork: 0, openProfile: 0 },
  };
}

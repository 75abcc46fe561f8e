import { sql } from 'drizzle-orm';
import type { Database, Tx } from '../client';
import { rowsOf } from '../client';

/** One promise of design.md §5, what was gone through for it, and the rows that break it. */
export interface LedgerCheck {
  invariant: 'I1' | 'I2' | 'I3' | 'I4' | 'I5';
  what: string;
  checked: number;
  faults: string[];
}

/**
 * Proves I1-I5 over every workspace from the rows of `sends`, in one snapshot. Takes the owner's connection; the
 * application's role would see nothing and find nothing, so it is refused.
 */
export async function auditLedger(owner: Database): Promise<LedgerCheck[]> {
  return owner.orm.transaction(
    async (tx) => {
      await refuseBlindness(tx);
      const done: LedgerCheck[] = [];
      for (const check of CHECKS) {
        const [total] = await rowsOf<{ n: number }>(tx, check.total);
        const faults = await rowsOf<{ fault: string }>(tx, check.faults);
        const { invariant, what } = check;
        done.push({ invariant, what, checked: total?.n ?? 0, faults: faults.map((row) => row.fault) });
      }
      return done;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function refuseBlindness(tx: Tx): Promise<void> {
  // An audit of a big ledger takes longer than a statement of the app may.
  await tx.execute(sql`set local statement_timeout = 0`);
  const [role] = await rowsOf<{ sees_all: boolean }>(
    tx,
    sql`select r.rolsuper or c.relowner = r.oid as sees_all from pg_roles r, pg_class c
      where r.rolname = current_user and c.oid = 'public.sends'::regclass`,
  );
  if (role?.sees_all !== true)
    throw new Error('The audit needs the owner of the database: this role cannot see every row');
}

/** A send that a budget of its account counts; nothing here looks at `used`. */
const COUNTED = sql`from budgets b join sends s on s.account_id = b.account_id and b.key = any (s.kept)
  and (b.campaign_id = '' or s.campaign_id = b.campaign_id)`;
const NAME = sql`b.key || case when b.campaign_id = '' then '' else ' of campaign ' || b.campaign_id end || ' of account ' || b.account_id`;

/**
 * A window is fullest at the moment of a send, so each send's moment is looked back from, calendar and rolling part alike.
 * The cap is the one in force when the last of its slots was taken: `budget_changes` and `sends.taken` share one order.
 */
const OVERSHOOTS = sql`
  select distinct 'send ' || (select o.id from sends o where o.account_id = s.account_id and o.taken = w.last) || ' took slot ' || w.n || ' of ' || c.cap
    || ' of ' || ${NAME} || ' in the window up to ' || s.at as fault
  ${COUNTED}
  cross join lateral (${configAt(sql`s.taken`)}) f
  cross join lateral (select count(*) as n, max(o.taken) as last from sends o where o.account_id = s.account_id and b.key = any (o.kept)
    and (b.campaign_id = '' or o.campaign_id = b.campaign_id) and o.origin in ('engine', 'typed') and o.at <= s.at
    and o.at > s.at - greatest(f.width_ms * interval '1 millisecond', case f.anchor when 'month' then interval '33 days' when 'day' then interval '27 hours' end)
    and (o.at + f.width_ms * interval '1 millisecond' > s.at
      or (f.anchor is not null and date_trunc(f.anchor, o.at at time zone f.time_zone) = date_trunc(f.anchor, s.at at time zone f.time_zone)))) w
  cross join lateral (${configAt(sql`w.last`)}) c
  where s.origin in ('engine', 'typed') and w.n > c.cap order by 1`;

function configAt(ordinal: ReturnType<typeof sql>) {
  return sql`select x.* from budget_changes x where x.workspace_id = b.workspace_id and x.account_id = b.account_id and x.key = b.key
    and x.campaign_id = b.campaign_id and x.ordinal < ${ordinal} order by x.ordinal desc limit 1`;
}

const UNCAPPED = sql`
  select 'send ' || s.id || ' counts in ' || k.key || ' of account ' || s.account_id || ', which had no cap when it was taken' as fault
  from sends s cross join lateral unnest(s.kept) k(key)
  where s.origin in ('engine', 'typed') and not exists (select from budget_changes x where x.account_id = s.account_id and x.key = k.key and x.campaign_id = case when k.key like 'campaign.%' then coalesce(s.campaign_id, '') else '' end and x.ordinal < s.taken)
  order by s.id`;

/** Searches have a ledger of their own, of pages: what they brought in the day that ends with each of them. */
const SEARCHED_TOO_MUCH = sql`
  select 'page ' || p.id || ' of search ' || p.import_id || ' brought profile ' || w.n || ' of ' || p.cap || ' of the day of account ' || p.account_id as fault
  from search_pages p cross join lateral (select sum(o.profiles) as n from search_pages o
    where o.account_id = p.account_id and o.at <= p.at and o.at > p.at - interval '24 hours') w
  where p.state <> 'released' and w.n > p.cap order by p.id`;

const NOT_ALL_BUDGETS = sql`
  select 'send ' || s.id || ' (' || s.action || ', ' || s.origin || ') drew on {' || array_to_string(s.budgets, ', ') || '}, which are not the budgets of its action' as fault
  from sends s where not exists (select from (select distinct variant from action_budgets where action = s.action) v
    where array(select key from action_budgets k where k.action = s.action and k.variant = v.variant
      and (k.key not like 'campaign.%' or (s.campaign_id is not null and s.origin = 'engine')) and (k.key not like 'ramp.%' or s.origin <> 'typed') order by key)
    = array(select key from unnest(s.budgets) u(key) order by key))
  union all select 'send ' || s.id || ' of workspace ' || s.workspace_id || ' is on account ' || s.account_id || ', which is not of that workspace'
  from sends s where not exists (select from accounts a where a.id = s.account_id and a.workspace_id = s.workspace_id)
  union all select 'send ' || s.id || ' is spent and counts only in {' || array_to_string(s.kept, ', ') || '}' from sends s where s.spent and not s.kept @> s.budgets`;

const SENT_TWICE = sql`
  select 'step ' || step_key || ' of enrolment ' || coalesce(enrolment_id, '(none)') || ' has ' || count(*) || ' sends: ' || string_agg(id, ', ' order by id) as fault
  from sends group by enrolment_id, step_key having count(*) > 1 or enrolment_id is null order by 1`;

/** A person is whoever shares a handle, not a row. */
const IN_TWO_CAMPAIGNS = sql`
  select distinct 'person ' || h.handle || ' of workspace ' || e.workspace_id || ' takes part more than once: ' || string_agg(distinct e.id || ' in campaign ' || e.campaign_id, ', ') as fault
  from enrolments e join prospects p on p.id = e.prospect_id cross join lateral (
    select 'prospect:' || p.id as handle union select 'linkedin_slug:' || lower(p.linkedin_slug) union select 'email:' || lower(p.email) union select 'phone:' || p.phone
    union select i.kind || ':' || i.value from identities i where i.prospect_id = p.id and i.workspace_id = p.workspace_id) h
  where e.active and not e.allow_parallel and h.handle is not null group by e.workspace_id, h.handle having count(distinct e.id) > 1 order by 1`;

const NOT_GIVEN_BACK = sql`
  select 'send ' || s.id || ' is ' || s.state || ' and still counts in {' || array_to_string(s.kept, ', ') || '}' as fault from sends s
  where (s.state = 'released' and s.kept <> '{}') or (not s.spent and exists (select from unnest(s.kept) k(key)
    where k.key not like 'attempt.%' and not (s.state = 'rejected' and k.key like 'ramp.%')))
  union all select 'send ' || s.id || ' is ' || s.state || ' and gave back its attempt, though the provider may have had it' from sends s
  where s.state in ('rejected', 'closed') and not exists (select from unnest(s.kept) k(key) where k.key like 'attempt.%')
  union all select 'send ' || s.id || ' is ' || s.state || ' and marked as ' || case when s.spent then 'spent' else 'not spent' end from sends s
  where s.state <> 'rejected' and s.spent <> (s.state in ('reserved', 'dispatching', 'sent', 'unknown', 'held'))
  union all select 'send ' || s.id || ' counts in budgets that it never drew on' from sends s where not s.kept <@ s.budgets`;

const WRONG_COUNTERS = sql`
  select ${NAME} || ' says ' || b.used || ', its sends are ' || count(s.id) as fault from budgets b
  left join sends s on s.account_id = b.account_id and b.key = any (s.kept) and (b.campaign_id = '' or s.campaign_id = b.campaign_id) and s.at > b.since
  group by b.workspace_id, b.account_id, b.key, b.campaign_id having b.used <> count(s.id) order by 1`;

/** What a counter left behind must be out of its window by now; a process may be a minute ahead of the database. */
const COUNTED_OUT_EARLY = sql`
  select 'send ' || s.id || ' of ' || s.at || ' was counted out of ' || ${NAME} || ' while its window still held it' as fault ${COUNTED}
  cross join lateral (select greatest((select max(o.at) from sends o where o.account_id = b.account_id),
    (select case c.mode when 'real' then now() else c.app_origin + (now() - c.real_origin) * c.speed end + interval '1 minute' * c.speed from clock c where c.id = 1)) as at) r
  where s.at <= b.since and (s.at + b.width_ms * interval '1 millisecond' > r.at
    or (b.anchor is not null and date_trunc(b.anchor, s.at at time zone b.time_zone) >= date_trunc(b.anchor, r.at at time zone b.time_zone)))`;

const SENDS = sql`select count(*)::int as n from sends`;
const COUNTERS = sql`select count(*)::int as n from budgets`;

const CHECKS: {
  invariant: LedgerCheck['invariant'];
  what: string;
  total: ReturnType<typeof sql>;
  faults: ReturnType<typeof sql>;
}[] = [
  {
    invariant: 'I1',
    what: 'slots taken, each within the cap in force then, over the window that ends with it',
    total: sql`select count(*)::int as n ${COUNTED} where s.origin in ('engine', 'typed')`,
    faults: OVERSHOOTS,
  },
  {
    invariant: 'I1',
    what: 'slots taken from a budget that had a cap',
    total: sql`select coalesce(sum(cardinality(kept)), 0)::int as n from sends where origin in ('engine', 'typed')`,
    faults: UNCAPPED,
  },
  {
    invariant: 'I1',
    what: 'pages of searches, each within the profiles of its day',
    total: sql`select count(*)::int as n from search_pages`,
    faults: SEARCHED_TOO_MUCH,
  },
  { invariant: 'I2', what: 'sends that drew on every budget of their action', total: SENDS, faults: NOT_ALL_BUDGETS },
  { invariant: 'I3', what: 'sends, one per enrolment and step', total: SENDS, faults: SENT_TWICE },
  {
    invariant: 'I3',
    what: 'people who take part, in one campaign each unless an admin allowed more',
    total: sql`select count(*)::int as n from enrolments where active`,
    faults: IN_TWO_CAMPAIGNS,
  },
  { invariant: 'I4', what: 'sends that hold exactly what their state says', total: SENDS, faults: NOT_GIVEN_BACK },
  { invariant: 'I5', what: 'counters equal to their sends', total: COUNTERS, faults: WRONG_COUNTERS },
  {
    invariant: 'I5',
    what: 'counters that left no send of their window out',
    total: COUNTERS,
    faults: COUNTED_OUT_EARLY,
  },
];

import type { Pool, PoolClient } from 'pg';

/** graphile-worker's own schema. */
export const WORKER_SCHEMA = 'inngest_local_worker';
/** Grows with every change below: a start that finds it does nothing, and takes no lock that a working runner waits for. */
const VERSION = 4;

/**
 * The runner's own tables and nothing of the app's. Every statement may be run again. What the SDK sends is kept as `json`,
 * not `jsonb`, which refuses a string with a zero character: one such result would stop its run for good.
 */
export async function createSchema(client: PoolClient): Promise<void> {
  const known = await client.query<{ table: string | null }>(
    `select to_regclass('inngest_local.schema_version') as table`,
  );
  if (known.rows[0]?.table) {
    const { rowCount } = await client.query('select 1 from inngest_local.schema_version where version = $1', [VERSION]);
    if (rowCount === 1) return;
  }
  await dropFirstDraft(client);
  await client.query(TABLES);
  await client.query(SINCE_TWO);
  await client.query(SINCE_THREE);
  await client.query(SINCE_FOUR);
  await client.query('insert into inngest_local.schema_version (version) values ($1)', [VERSION]);
}

const TABLES = `
  create schema if not exists inngest_local;
  create table if not exists inngest_local.schema_version (version int primary key);
  create table if not exists inngest_local.functions (
    id text primary key, config json not null, synced_at timestamptz not null default now());
  create table if not exists inngest_local.crons (
    function_id text not null, cron text not null, next_at timestamptz not null, primary key (function_id, cron));
  create table if not exists inngest_local.seen_keys (key text primary key, until timestamptz not null);
  create index if not exists seen_keys_until on inngest_local.seen_keys (until);
  create table if not exists inngest_local.events (
    id text primary key, body json not null, due_at timestamptz not null,
    received_at timestamptz not null default now(), handled_at timestamptz);
  create index if not exists events_due on inngest_local.events (due_at) where handled_at is null;
  create table if not exists inngest_local.runs (
    id text primary key, function_id text not null, event_id text not null, event json not null, status text not null,
    singleton_key text, version int not null default -1, generation int not null default 0,
    dispatched int not null default 0, output json, parent json,
    started_app_at timestamptz not null, started_at timestamptz not null default now(), begun_at timestamptz,
    ended_at timestamptz,
    constraint runs_status_known check (status in ('Running', 'Completed', 'Failed', 'Cancelled')));
  create unique index if not exists runs_singleton on inngest_local.runs (function_id, singleton_key)
    where status = 'Running' and singleton_key is not null;
  create index if not exists runs_active on inngest_local.runs (function_id) where status = 'Running';
  create index if not exists runs_ended on inngest_local.runs (ended_at);
  create index if not exists runs_event on inngest_local.runs (event_id);
  create sequence if not exists inngest_local.step_seq;
  create table if not exists inngest_local.steps (
    run_id text not null references inngest_local.runs (id) on delete cascade, id text not null, name text, op text not null,
    status text not null, result json, race boolean not null default false, wake_at timestamptz,
    event_name text, expression text, seq bigint, primary key (run_id, id),
    constraint steps_status_known check (status in ('planned', 'waiting', 'done')));
  create index if not exists steps_wake on inngest_local.steps (wake_at) where status = 'waiting';
  create index if not exists steps_event on inngest_local.steps (event_name) where status = 'waiting';
`;

/**
 * What several processes share: who they are, the calls that hold a place of a limit and those that wait for one, the
 * events that are gathered, the paces. A run's `caller` is the process that discovers its steps at the moment; `again` asks
 * it for one more turn. `start_at` (app time) holds a run back, `rank` orders those that wait.
 */
const SINCE_TWO = `
  alter table inngest_local.runs add column if not exists events json, add column if not exists start_at timestamptz,
    add column if not exists caller int, add column if not exists again boolean not null default false,
    add column if not exists rank timestamptz not null default now();
  create index if not exists runs_start on inngest_local.runs (start_at) where status = 'Running' and start_at is not null;
  create index if not exists runs_caller on inngest_local.runs (caller) where caller is not null;
  create sequence if not exists inngest_local.process_seq as int cycle;
  create table if not exists inngest_local.processes (
    id int primary key, pool_ids text[] not null default '{}', started_at timestamptz not null default now());
  create table if not exists inngest_local.holders (
    place text not null, run_id text not null, step_id text not null, process int not null,
    primary key (place, run_id, step_id));
  create index if not exists holders_process on inngest_local.holders (process);
  create table if not exists inngest_local.parked (
    run_id text not null references inngest_local.runs (id) on delete cascade, step_id text not null, attempt int not null,
    place text not null, rank timestamptz not null, seq bigint generated always as identity,
    primary key (run_id, step_id));
  create index if not exists parked_place on inngest_local.parked (place, rank, seq);
  create table if not exists inngest_local.gathering (
    function_id text not null, key text not null, events json not null, since timestamptz not null,
    due_at timestamptz not null, primary key (function_id, key));
  create table if not exists inngest_local.paces (key text primary key, free_at timestamptz not null);
  create table if not exists inngest_local.admissions (key text not null, until timestamptz not null);
  create index if not exists admissions_key on inngest_local.admissions (key, until);
`;

/** What the window looks for: when a run ended in app time, which run it repeats, and the latest ones first. */
const SINCE_THREE = `
  alter table inngest_local.runs add column if not exists ended_app_at timestamptz,
    add column if not exists retry_of text;
  update inngest_local.runs set ended_app_at = started_app_at where ended_at is not null and ended_app_at is null;
  create index if not exists runs_latest on inngest_local.runs (started_at desc, id desc);
  create index if not exists runs_latest_of on inngest_local.runs (function_id, started_at desc, id desc);
  create index if not exists runs_failed on inngest_local.runs (started_at desc, id desc) where status = 'Failed';
  create index if not exists runs_retry on inngest_local.runs (retry_of) where retry_of is not null;
`;

/** The app time at which a cron's next turn was planned: only a clock that stands before it makes a plan anew. */
const SINCE_FOUR = `
  alter table inngest_local.crons add column if not exists planned_at timestamptz not null default 'infinity';
`;

/** The first draft of these tables never left a developer's machine, and its rows are worth nothing. */
async function dropFirstDraft(client: Pool | PoolClient): Promise<void> {
  const { rowCount } = await client.query(
    `select 1 from information_schema.tables t where t.table_schema = 'inngest_local' and t.table_name = 'runs'
      and not exists (select 1 from information_schema.columns c
        where c.table_schema = 'inngest_local' and c.table_name = 'runs' and c.column_name = 'dispatched')`,
  );
  if (rowCount === 1) await client.query('drop schema inngest_local cascade');
}

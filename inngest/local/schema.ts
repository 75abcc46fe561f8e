import type { Pool } from 'pg';

/** graphile-worker's own schema. */
export const WORKER_SCHEMA = 'inngest_local_worker';

/**
 * The runner's own tables and nothing of the app's. Every statement may be run again at each start. What the SDK sends is
 * kept as `json`, not `jsonb`, which refuses a string with a zero character: one such result would stop its run for good.
 */
export async function createSchema(pool: Pool): Promise<void> {
  await dropFirstDraft(pool);
  await pool.query(`
    create schema if not exists inngest_local;
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
  `);
}

/** The first draft of these tables never left a developer's machine, and its rows are worth nothing. */
async function dropFirstDraft(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query(
    `select 1 from information_schema.tables t where t.table_schema = 'inngest_local' and t.table_name = 'runs'
      and not exists (select 1 from information_schema.columns c
        where c.table_schema = 'inngest_local' and c.table_name = 'runs' and c.column_name = 'dispatched')`,
  );
  if (rowCount === 1) await pool.query('drop schema inngest_local cascade');
}

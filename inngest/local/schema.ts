import type { Pool } from 'pg';

/** The runner's own tables and nothing of the app's. Every statement may be run again at each start. */
export async function createSchema(pool: Pool): Promise<void> {
  await pool.query(`
    create schema if not exists inngest_local;
    create table if not exists inngest_local.functions (
      id text primary key, config jsonb not null, synced_at timestamptz not null default now());
    create table if not exists inngest_local.crons (
      function_id text not null, cron text not null, next_at timestamptz not null, primary key (function_id, cron));
    create table if not exists inngest_local.events (
      id text primary key, key text unique, body jsonb not null, due_at timestamptz not null,
      received_at timestamptz not null default now(), handled_at timestamptz);
    create index if not exists events_due on inngest_local.events (due_at) where handled_at is null;
    create table if not exists inngest_local.runs (
      id text primary key, function_id text not null, event jsonb not null, status text not null,
      singleton_key text, version int not null default -1, output jsonb, parent jsonb,
      started_at timestamptz not null default now(), ended_at timestamptz,
      constraint runs_status_known check (status in ('Running', 'Completed', 'Failed', 'Cancelled')));
    create unique index if not exists runs_singleton on inngest_local.runs (function_id, singleton_key)
      where status = 'Running' and singleton_key is not null;
    create index if not exists runs_active on inngest_local.runs (function_id) where status = 'Running';
    create sequence if not exists inngest_local.step_seq;
    create table if not exists inngest_local.steps (
      run_id text not null references inngest_local.runs (id) on delete cascade, id text not null, op text not null,
      status text not null, result jsonb, race boolean not null default false, wake_at timestamptz,
      event_name text, expression text, seq bigint, primary key (run_id, id),
      constraint steps_status_known check (status in ('planned', 'waiting', 'done')));
    create index if not exists steps_wake on inngest_local.steps (wake_at) where status = 'waiting';
    create index if not exists steps_event on inngest_local.steps (event_name) where status = 'waiting';
  `);
}

/** graphile-worker's own schema. */
export const WORKER_SCHEMA = 'inngest_local_worker';

import type { Answer } from './http-answer';
import { found } from './http-answer';
import { WORKER_SCHEMA } from './schema';
import type { Scope } from './scope';
import { inScope } from './scope';
import type { World } from './world';

/**
 * Every function with its runs that have not ended, those that failed in the last 24 h of app time, and what waits to be
 * done: the oldest thing that is due (app time), the oldest call that nobody makes yet (wall time). Runs out of scope are
 * not counted.
 */
export async function listFunctions(world: World, scope: Scope): Promise<Answer> {
  const now = world.clock.now();
  const { rows } = await world.pool.query(FUNCTIONS, [now, scope?.field ?? null, scope?.value ?? null]);
  const events = await world.pool.query<{ at: Date | null }>(
    'select min(due_at) as at from inngest_local.events where handled_at is null and due_at <= $1',
    [now],
  );
  return found({ now, functions: rows, oldest_event_due_at: events.rows[0]?.at ?? null, sync: world.sync });
}

const FUNCTIONS = `with
  active as (
    select r.function_id, count(*)::int as active, count(s.run_id)::int as sleeping from inngest_local.runs r
      left join (select distinct run_id from inngest_local.steps where status = 'waiting') s on s.run_id = r.id
      where r.status = 'Running' and ${inScope('$2', '$3')} group by 1),
  failed as (
    select r.function_id, count(*)::int as failed from inngest_local.runs r
      where r.status = 'Failed' and r.ended_app_at > $1::timestamptz - interval '24 hours' and ${inScope('$2', '$3')}
      group by 1),
  due as (
    select function_id, min(at) as at from (
      select r.function_id, s.wake_at as at from inngest_local.steps s join inngest_local.runs r on r.id = s.run_id
        where s.status = 'waiting' and s.wake_at <= $1
      union all select function_id, start_at from inngest_local.runs where status = 'Running' and start_at <= $1
      union all select function_id, due_at from inngest_local.gathering where due_at <= $1
      union all select function_id, next_at from inngest_local.crons where next_at <= $1) things group by 1),
  queued as (
    select r.function_id, min(greatest(j.run_at, j.created_at)) as at from ${WORKER_SCHEMA}.jobs j
      join inngest_local.runs r on r.id = split_part(j.key, ':', 1)
      where j.locked_at is null and j.run_at <= now() and j.attempts < j.max_attempts group by 1),
  parked as (
    select r.function_id, count(*)::int as parked from inngest_local.parked p join inngest_local.runs r on r.id = p.run_id
      where ${inScope('$2', '$3')} group by 1)
  select f.id, f.config->'triggers' as triggers, coalesce(active.active, 0) as active,
    coalesce(active.sleeping, 0) as sleeping, coalesce(failed.failed, 0) as failed,
    coalesce(parked.parked, 0) as parked, due.at as oldest_due_at, queued.at as oldest_queued_at,
    (select min(c.next_at) from inngest_local.crons c where c.function_id = f.id) as next_at
  from inngest_local.functions f left join active on active.function_id = f.id
    left join failed on failed.function_id = f.id left join due on due.function_id = f.id
    left join queued on queued.function_id = f.id left join parked on parked.function_id = f.id
  order by f.id`;

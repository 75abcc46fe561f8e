import { endRun } from './end-run';
import type { Answer } from './http-answer';
import { found, refused } from './http-answer';
import { WORKER_SCHEMA } from './schema';
import { lockRunning } from './settle';
import type { RunnerEvent, World } from './world';
import { transaction } from './world';

/** What only the running process knows. */
export interface Insight {
  callsUnderWay(): number;
}

/** Cancels a run, as the real server's DELETE does. */
export async function cancelRun(world: World, runId: string): Promise<Answer> {
  const answer = await transaction(world.pool, async (client) => {
    if (!(await lockRunning(client, runId))) return refused(404, 'no such run is running');
    const { rows } = await client.query<{ id: string; functionId: string; event: RunnerEvent }>(
      'select id, function_id as "functionId", event from inngest_local.runs where id = $1',
      [runId],
    );
    for (const run of rows) await endRun(client, world, run, { status: 'Cancelled', output: null });
    return { status: 200, body: undefined };
  });
  world.nudge();
  return answer;
}

/**
 * Everything that could be stuck, in figures: `readyJobs` and `dueNow` are 0 and `callsUnderWay` is 0 when the runner has
 * nothing to do before `nextDueAt` (app time).
 */
export async function stateOf(world: World, insight: Insight): Promise<Answer> {
  const now = world.clock.now();
  const { rows } = await world.pool.query<object>(
    `select
      (select coalesce(json_object_agg(status, n), '{}') from
        (select status, count(*)::int as n from inngest_local.runs group by status) by_status) as runs,
      (select count(*)::int from inngest_local.events where handled_at is null) as "pendingEvents",
      (select count(*)::int from inngest_local.steps where status <> 'done') as "pendingSteps",
      (select count(*)::int from ${WORKER_SCHEMA}.jobs where run_at <= now() and attempts < max_attempts) as "readyJobs",
      (select count(*)::int from ${WORKER_SCHEMA}.jobs where run_at > now() and attempts < max_attempts) as "laterJobs",
      (select count(*)::int from inngest_local.parked) as "parkedCalls",
      (select count(*)::int from inngest_local.runs r where r.status = 'Running' and r.start_at is null
        and not exists (select 1 from inngest_local.parked p where p.run_id = r.id)
        and not exists (select 1 from inngest_local.steps s where s.run_id = r.id and s.status = 'waiting')
        and not exists (select 1 from ${WORKER_SCHEMA}.jobs j where j.key like r.id || ':%')) as "runsNobodyCalls",
      due.next as "nextDueAt", (due.next <= $1) is true as "dueNow"
      from (select least(
        (select min(due_at) from inngest_local.events where handled_at is null),
        (select min(wake_at) from inngest_local.steps where status = 'waiting'),
        (select min(start_at) from inngest_local.runs where status = 'Running'),
        (select min(due_at) from inngest_local.gathering),
        (select min(next_at) from inngest_local.crons)) as next) due`,
    [now],
  );
  return found({
    ...rows[0],
    now,
    callsUnderWay: insight.callsUnderWay(),
    functions: [...world.functions.keys()],
    sync: world.sync,
  });
}

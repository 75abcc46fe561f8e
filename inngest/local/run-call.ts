import type { PoolClient } from 'pg';
import type { RunRow, RunState } from './call-app';
import { callApp } from './call-app';
import { retryDelayMs } from './durations';
import { endRun } from './end-run';
import { maxAttempts } from './function-config';
import type { CallJob } from './jobs';
import { isQueued, queueCall } from './jobs';
import type { Op, Reply } from './read-reply';
import { lockRunning } from './settle';
import { takeOp } from './take-op';
import type { World } from './world';
import { persistently } from './world';

/** Wall time until an app that nobody answers for is asked again. */
const UNREACHABLE_AGAIN_MS = 1_000;

/** A run of the real server may hold so many steps; beyond, it fails, here as there. */
const STEPS_MAX = 1_000;

/** The runs whose steps this process discovers at the moment. */
const discovering = new Set<string>();

/** One call of the app for a run and what follows from its answer. A run that has ended meanwhile stays as it is. */
export async function runCall(world: World, job: CallJob): Promise<void> {
  const run = await beginCall(world, job);
  if (run === null) return;
  const discovers = job.stepId === 'step';
  if (discovers) discovering.add(run.id);
  try {
    const state = await readState(world, job);
    const reply = state.done.length >= STEPS_MAX ? TOO_MANY : await callApp(world, run, state, job);
    await persistently(world.pool, async (client) => {
      if (!(await lockRunning(client, run.id))) return;
      await follow(client, world, run, job, reply);
      if (discovers) await endDiscovery(client, run.id);
    });
    world.nudge();
  } finally {
    if (discovers) discovering.delete(run.id);
  }
}

const TOO_MANY: Reply = {
  kind: 'failed',
  error: {
    name: 'InngestErrFunctionOverflowed',
    message: `The function run exceeded the step limit of ${STEPS_MAX} steps.`,
  },
  final: true,
  retryAfter: null,
};

/**
 * Null when nothing may be called: the run has ended, the planned step is done, or another call discovers the run's steps
 * just now (two at once could each run the same new step); that one is then asked for another turn.
 */
async function beginCall(world: World, job: CallJob): Promise<RunRow | null> {
  const begun = await tryBegin(world, job);
  if (begun !== null || job.stepId !== 'step') return begun;
  const { rowCount } = await world.pool.query(
    `update inngest_local.runs set again = true where id = $1 and status = 'Running' and caller is not null`,
    [job.runId],
  );
  // Whoever was there has just gone: its place is free.
  return rowCount === 1 ? null : tryBegin(world, job);
}

async function tryBegin(world: World, job: CallJob): Promise<RunRow | null> {
  const discovers = job.stepId === 'step';
  // A run that this process is noted to discover, and does not, is one whose call it could not follow to the end.
  const free = discovering.has(job.runId) ? -1 : world.processId;
  const { rows } = await world.pool.query<RunRow>(
    discovers
      ? `update inngest_local.runs set begun_at = coalesce(begun_at, now()), generation = generation + 1,
          dispatched = generation + 1, caller = $2
          where id = $1 and status = 'Running' and (caller is null or caller = $3)
          returning id, function_id as "functionId", event, events, version, generation`
      : `select id, function_id as "functionId", event, events, version, generation from inngest_local.runs r
          where id = $1 and status = 'Running' and exists (
            select 1 from inngest_local.steps s where s.run_id = r.id and s.id = $2 and s.status = 'planned')`,
    discovers ? [job.runId, world.processId, free] : [job.runId, job.stepId],
  );
  return rows[0] ?? null;
}

async function endDiscovery(client: PoolClient, runId: string): Promise<void> {
  const { rows } = await client.query<{ again: boolean }>(
    `update inngest_local.runs r set caller = null, again = false from inngest_local.runs before
      where r.id = $1 and before.id = r.id returning before.again and r.status = 'Running' as again`,
    [runId],
  );
  const job = { runId, stepId: 'step', attempt: 0 };
  if (rows[0]?.again && !(await isQueued(client, job))) await queueCall(client, job);
}

async function readState(world: World, job: CallJob): Promise<RunState> {
  const { rows } = await world.pool.query<{ id: string; result: unknown; status: string }>(
    'select id, result, status from inngest_local.steps where run_id = $1 order by seq nulls last',
    [job.runId],
  );
  return {
    done: rows.filter((row) => row.status === 'done').map(({ id, result }) => ({ id, result })),
    hasPending: rows.some((row) => row.status !== 'done'),
  };
}

async function follow(client: PoolClient, world: World, run: RunRow, job: CallJob, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'unreachable':
      await queueCall(client, job, UNREACHABLE_AGAIN_MS);
      return world.lookForCalls(UNREACHABLE_AGAIN_MS);
    case 'done':
      return endRun(client, world, run, { status: 'Completed', output: reply.output });
    case 'failed':
      return retryOrFail(client, world, run, job, reply);
    case 'ops':
      if (run.version === -1)
        await client.query('update inngest_local.runs set version = $2 where id = $1 and version = -1', [
          run.id,
          reply.version ?? -1,
        ]);
      return followOps(client, world, run, job, reply);
  }
}

async function followOps(
  client: PoolClient,
  world: World,
  run: RunRow,
  job: CallJob,
  reply: { ops: Op[]; final: boolean; retryAfter: string | null },
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `select id from inngest_local.steps where run_id = $1 and (status <> 'planned' or id <> $2)`,
    [run.id, job.stepId],
  );
  const known = new Set(rows.map((row) => row.id));
  let taken = 0;
  for (const op of reply.ops) {
    if (op.op === 'RunComplete') return endRun(client, world, run, { status: 'Completed', output: op.data ?? null });
    // A discovery may report again what is pending or done.
    if (known.has(op.id)) continue;
    const failed = op.op === 'StepError' && !reply.final;
    if (failed && hasTriesLeft(world, run, job)) return retry(client, world, job, reply.retryAfter);
    taken += 1;
    const problem = await takeOp(client, world, run, failed ? { ...op, op: 'StepFailed' } : op);
    if (problem !== null)
      return endRun(client, world, run, { status: 'Failed', output: { name: 'Error', message: problem } });
  }
  if (taken === 0 || reply.ops.some((op) => op.op === 'DiscoveryRequest')) await callIfIdle(client, world, job);
}

async function retryOrFail(
  client: PoolClient,
  world: World,
  run: RunRow,
  job: CallJob,
  reply: { error: unknown; final: boolean; retryAfter: string | null },
): Promise<void> {
  if (!reply.final && hasTriesLeft(world, run, job)) return retry(client, world, job, reply.retryAfter);
  await endRun(client, world, run, { status: 'Failed', output: reply.error });
}

async function retry(client: PoolClient, world: World, job: CallJob, retryAfter: string | null): Promise<void> {
  const delayMs = retryDelayMs(job.attempt, retryAfter, Date.now());
  await queueCall(client, { ...job, attempt: job.attempt + 1 }, delayMs);
  world.lookForCalls(delayMs);
}

function hasTriesLeft(world: World, run: RunRow, job: CallJob): boolean {
  const config = world.functions.get(run.functionId);
  return config !== undefined && job.attempt + 1 < maxAttempts(config);
}

/** An answer with nothing new, while nothing is pending, would leave the run without anyone to call it. */
async function callIfIdle(client: PoolClient, world: World, job: CallJob): Promise<void> {
  const { rowCount } = await client.query(
    `select 1 from inngest_local.steps where run_id = $1 and status <> 'done' limit 1`,
    [job.runId],
  );
  if (rowCount !== 0) return;
  await queueCall(client, { runId: job.runId, stepId: 'step', attempt: 0 }, UNREACHABLE_AGAIN_MS);
  world.lookForCalls(UNREACHABLE_AGAIN_MS);
}

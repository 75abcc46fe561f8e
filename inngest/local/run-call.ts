import type { PoolClient } from 'pg';
import type { Op, Reply, RunRow, StepRow } from './call-app';
import { callApp } from './call-app';
import { endOf, retryDelayMs } from './durations';
import type { FunctionConfig } from './function-config';
import { maxAttempts } from './function-config';
import { newUlid } from './ids';
import { insertEvent, settleStep, startRun } from './take-events';
import type { CallJob, World } from './world';
import { queueCall, transaction } from './world';

/** One call of the app for a run and what follows from its answer. A run that has ended meanwhile stays as it is. */
export async function runCall(world: World, job: CallJob): Promise<void> {
  const { rows } = await world.pool.query<RunRow>(
    `select id, function_id, event, version from inngest_local.runs where id = $1 and status = 'Running'`,
    [job.runId],
  );
  const [run] = rows;
  if (run === undefined) return;
  const steps = await world.pool.query<StepRow>(
    `select id, result from inngest_local.steps where run_id = $1 and status = 'done' order by seq`,
    [job.runId],
  );
  const reply = await callApp(world, run, steps.rows, job);
  await transaction(world.pool, async (client) => {
    const locked = await client.query(
      `select 1 from inngest_local.runs where id = $1 and status = 'Running' for update`,
      [run.id],
    );
    if (locked.rowCount === 1) await follow(client, world, run, job, reply);
  });
}

async function follow(client: PoolClient, world: World, run: RunRow, job: CallJob, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'unreachable':
      return queueCall(client, job, 1_000);
    case 'done':
      return endRun(client, world, run, { status: 'Completed', output: reply.output });
    case 'failed':
      return retryOrFail(client, world, run, job, reply);
    case 'ops':
      await client.query('update inngest_local.runs set version = $2 where id = $1 and version = -1', [
        run.id,
        reply.version ?? -1,
      ]);
      return followOps(client, world, run, job, reply);
  }
}

async function retryOrFail(
  client: PoolClient,
  world: World,
  run: RunRow,
  job: CallJob,
  reply: { error: unknown; final: boolean; retryAfter: string | null },
): Promise<void> {
  const config = world.functions.get(run.function_id);
  const triesLeft = config !== undefined && job.attempt + 1 < maxAttempts(config);
  if (reply.final || !triesLeft) return endRun(client, world, run, { status: 'Failed', output: reply.error });
  await queueCall(
    client,
    { ...job, attempt: job.attempt + 1 },
    retryDelayMs(job.attempt, reply.retryAfter, Date.now()),
  );
}

async function followOps(
  client: PoolClient,
  world: World,
  run: RunRow,
  job: CallJob,
  reply: { ops: Op[]; retryAfter: string | null },
): Promise<void> {
  const known = new Set(
    (
      await client.query<{ id: string }>(
        `select id from inngest_local.steps where run_id = $1 and (status <> 'planned' or id <> $2)`,
        [run.id, job.stepId],
      )
    ).rows.map((row) => row.id),
  );
  for (const op of reply.ops) {
    if (op.op === 'RunComplete') return endRun(client, world, run, { status: 'Completed', output: op.data ?? null });
    if (op.op === 'StepError')
      return retryOrFail(client, world, run, job, { error: op.error, final: false, retryAfter: reply.retryAfter });
    if (known.has(op.id)) continue;
    const problem = await followOp(client, world, run, op);
    if (problem !== null)
      return endRun(client, world, run, { status: 'Failed', output: { name: 'Error', message: problem } });
  }
}

/** Takes in one op; answers what is wrong when the runner cannot. */
async function followOp(client: PoolClient, world: World, run: RunRow, op: Op): Promise<string | null> {
  const step = { runId: run.id, stepId: op.id };
  switch (op.op) {
    case 'StepRun':
      await addStep(client, run, op, {});
      await settleStep(client, { ...step, result: { data: op.data ?? null } });
      return null;
    case 'StepFailed':
      await addStep(client, run, op, {});
      await settleStep(client, { ...step, result: { error: op.error ?? op.data } });
      return null;
    case 'StepPlanned':
      await addStep(client, run, op, { status: 'planned' });
      await queueCall(client, { ...step, attempt: 0 });
      return null;
    case 'Sleep':
      await addStep(client, run, op, { wakeAt: endOf(op.name ?? '', appNow(world)) });
      return null;
    case 'WaitForEvent':
      await addStep(client, run, op, {
        wakeAt: endOf(String(op.opts?.timeout ?? '365d'), appNow(world)),
        eventName: op.name ?? String(op.opts?.event ?? ''),
        expression: typeof op.opts?.if === 'string' ? op.opts.if : null,
      });
      return null;
    case 'InvokeFunction':
      return invoke(client, world, run, op);
    default:
      return `the local runner does not have the op ${op.op}`;
  }
}

async function invoke(client: PoolClient, world: World, run: RunRow, op: Op): Promise<string | null> {
  const target = world.functions.get(String(op.opts?.function_id));
  if (target === undefined) return `there is no function ${String(op.opts?.function_id)}`;
  await addStep(client, run, op, {});
  const payload = op.opts?.payload;
  const data = typeof payload === 'object' && payload !== null && 'data' in payload ? payload.data : {};
  const event = {
    id: newUlid(Date.now()),
    name: 'inngest/function.invoked',
    data: data as Record<string, unknown>,
    ts: appNow(world).getTime(),
  };
  await startRun(client, target as FunctionConfig, event, { runId: run.id, stepId: op.id });
  return null;
}

async function addStep(
  client: PoolClient,
  run: RunRow,
  op: Op,
  more: { status?: 'planned' | 'waiting'; wakeAt?: Date; eventName?: string; expression?: string | null },
): Promise<void> {
  await client.query(
    `insert into inngest_local.steps (run_id, id, op, status, race, wake_at, event_name, expression)
      values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (run_id, id) do nothing`,
    [
      run.id,
      op.id,
      op.op,
      more.status ?? 'waiting',
      op.opts?.parallelMode === 'race',
      more.wakeAt ?? null,
      more.eventName ?? null,
      more.expression ?? null,
    ],
  );
}

/** Ends a run: its waiting steps go, a parent that invoked it gets the result, and the failure is announced. */
async function endRun(
  client: PoolClient,
  world: World,
  run: RunRow,
  end: { status: 'Completed' | 'Failed'; output: unknown },
): Promise<void> {
  const { rows } = await client.query<{ parent: { runId: string; stepId: string } | null }>(
    `update inngest_local.runs set status = $2, output = $3, ended_at = now() where id = $1 returning parent`,
    [run.id, end.status, JSON.stringify(end.output ?? null)],
  );
  await client.query(`delete from inngest_local.steps where run_id = $1 and status <> 'done'`, [run.id]);
  const parent = rows[0]?.parent;
  if (parent) {
    const result = end.status === 'Completed' ? { data: end.output ?? null } : { error: end.output };
    await settleStep(client, { ...parent, result });
  }
  if (end.status === 'Failed') await announceFailure(client, world, run, end.output);
}

async function announceFailure(client: PoolClient, world: World, run: RunRow, error: unknown): Promise<void> {
  console.error(JSON.stringify({ level: 'error', msg: 'a run failed', function: run.function_id, run: run.id, error }));
  if (run.event.name === 'inngest/function.failed') return;
  await insertEvent(client, {
    id: newUlid(Date.now()),
    name: 'inngest/function.failed',
    data: {
      function_id: run.function_id,
      run_id: run.id,
      error,
      event: run.event,
      events: [run.event],
      _inngest: { status: 'Failed' },
    },
    ts: appNow(world).getTime(),
  });
}

function appNow(world: World): Date {
  const now = world.clock.now();
  if (now === null) throw new Error('the app’s time is not known yet');
  return now;
}

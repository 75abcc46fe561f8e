import type { PoolClient } from 'pg';
import type { RunRow } from './call-app';
import { endOf } from './durations';
import { compileExpression } from './expression';
import { newUlid } from './ids';
import { queueCall } from './jobs';
import type { Op } from './read-reply';
import { settleStep } from './settle';
import { startRun } from './start-run';
import type { World } from './world';
import { appNow } from './world';

/** Without a time-out a wait ends after a year, as the real server's longest. */
const LONGEST = '365d';

/** Takes in one step as the SDK reports it; answers what is wrong when the runner cannot. */
export async function takeOp(client: PoolClient, world: World, run: RunRow, op: Op): Promise<string | null> {
  const step = { runId: run.id, stepId: op.id };
  switch (op.op) {
    case 'Step':
    case 'StepRun':
      return settled({ data: op.data ?? null });
    case 'StepFailed':
      return settled({ error: op.error ?? op.data });
    case 'StepPlanned':
      await addStep(client, run, op, { status: 'planned' });
      await queueCall(client, { ...step, attempt: 0 });
      return null;
    case 'Sleep':
      return sleep(client, world, run, op);
    case 'WaitForEvent':
      return waitForEvent(client, world, run, op);
    case 'InvokeFunction':
      return invoke(client, world, run, op);
    case 'DiscoveryRequest':
      return null;
    default:
      return `the local runner does not have the op ${op.op}`;
  }

  async function settled(result: unknown): Promise<null> {
    await addStep(client, run, op, {});
    await settleStep(client, { ...step, result });
    return null;
  }
}

async function sleep(client: PoolClient, world: World, run: RunRow, op: Op): Promise<string | null> {
  const wakeAt = endOf(op.name ?? '', appNow(world));
  if (wakeAt === null) return `the local runner cannot read the duration: ${op.name}`;
  await addStep(client, run, op, { wakeAt });
  return null;
}

async function waitForEvent(client: PoolClient, world: World, run: RunRow, op: Op): Promise<string | null> {
  const timeout = textOf(op, 'timeout') ?? LONGEST;
  const wakeAt = endOf(timeout, appNow(world));
  if (wakeAt === null) return `the local runner cannot read the time-out: ${timeout}`;
  const expression = textOf(op, 'if');
  try {
    if (expression !== null) compileExpression(expression);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  await addStep(client, run, op, { wakeAt, eventName: op.name ?? textOf(op, 'event') ?? '', expression });
  return null;
}

async function invoke(client: PoolClient, world: World, run: RunRow, op: Op): Promise<string | null> {
  const functionId = textOf(op, 'function_id') ?? '';
  const timeout = textOf(op, 'timeout') ?? LONGEST;
  const wakeAt = endOf(timeout, appNow(world));
  if (wakeAt === null) return `the local runner cannot read the time-out: ${timeout}`;
  await addStep(client, run, op, { wakeAt });
  const step = { runId: run.id, stepId: op.id };
  const target = world.functions.get(functionId);
  const event = {
    id: newUlid(Date.now()),
    name: 'inngest/function.invoked',
    data: { ...payloadOf(op), _inngest: { fn_id: functionId, correlation_id: `${run.id}.${op.id}` } },
    ts: appNow(world).getTime(),
    user: {},
  };
  const started =
    target === undefined ? null : await startRun(client, world, target, { events: [event], parent: step });
  if (started === null) {
    const why = target === undefined ? `could not find function with ID: ${functionId}` : `${functionId} was skipped`;
    await settleStep(client, { ...step, result: { error: { name: 'Error', message: why } } });
  }
  return null;
}

async function addStep(
  client: PoolClient,
  run: RunRow,
  op: Op,
  more: { status?: 'planned' | 'waiting'; wakeAt?: Date; eventName?: string; expression?: string | null },
): Promise<void> {
  await client.query(
    `insert into inngest_local.steps (run_id, id, name, op, status, race, wake_at, event_name, expression)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (run_id, id) do nothing`,
    [
      run.id,
      op.id,
      op.displayName ?? op.name ?? null,
      op.op,
      more.status ?? 'waiting',
      op.opts?.parallelMode === 'race',
      more.wakeAt ?? null,
      more.eventName ?? null,
      more.expression ?? null,
    ],
  );
}

function textOf(op: Op, option: string): string | null {
  const value = op.opts?.[option];
  return typeof value === 'string' ? value : null;
}

function payloadOf(op: Op): object {
  const payload = op.opts?.payload;
  const data = typeof payload === 'object' && payload !== null && 'data' in payload ? payload.data : null;
  return typeof data === 'object' && data !== null ? data : {};
}

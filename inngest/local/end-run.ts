import type { PoolClient } from 'pg';
import { nameFits } from './function-config';
import { newUlid } from './ids';
import { settleStep } from './settle';
import type { RunnerEvent, World } from './world';
import { appNow } from './world';

type Ended = { status: 'Completed' | 'Failed' | 'Cancelled'; output: unknown };
type Run = { id: string; functionId: string; event: RunnerEvent; events?: RunnerEvent[] | null };

/**
 * Ends a run, once: its pending steps go, a run that invoked it gets the result, and whoever listens is told. A call under
 * way is not broken off, but nothing follows from its answer.
 */
export async function endRun(client: PoolClient, world: World, run: Run, end: Ended): Promise<void> {
  const { rows } = await client.query<{ parent: { runId: string; stepId: string } | null }>(
    `update inngest_local.runs set status = $2, output = $3, ended_at = now(), ended_app_at = $4
      where id = $1 and status = 'Running' returning parent`,
    [run.id, end.status, JSON.stringify(end.output ?? null), world.clock.now()],
  );
  const [row] = rows;
  if (row === undefined) return;
  await client.query(`delete from inngest_local.steps where run_id = $1 and status <> 'done'`, [run.id]);
  if (row.parent) await settleStep(client, { ...row.parent, result: resultOf(end) });
  if (end.status === 'Failed') logFailure(run, end.output);
  await announce(client, world, run, end);
}

function resultOf(end: Ended) {
  if (end.status === 'Completed') return { data: end.output ?? null };
  return { error: end.output ?? { name: 'Error', message: 'the invoked function was cancelled' } };
}

/** Names and messages of errors may quote people's data: only their kind is logged. The run itself keeps the rest. */
function logFailure(run: Run, error: unknown): void {
  const kind = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : 'Error';
  console.error(
    JSON.stringify({ level: 'error', msg: 'a run failed', function: run.functionId, run: run.id, error: kind }),
  );
}

async function announce(client: PoolClient, world: World, run: Run, end: Ended): Promise<void> {
  const names = {
    Completed: ['inngest/function.finished'],
    Failed: ['inngest/function.failed', 'inngest/function.finished'],
    Cancelled: ['inngest/function.cancelled'],
  }[end.status];
  for (const name of names) {
    // An event that is announced for a run of its own kind would never end.
    if (run.event.name === name || !(await hasListener(client, world, name))) continue;
    await insertEvent(client, {
      id: newUlid(Date.now()),
      name,
      ts: appNow(world).getTime(),
      data: {
        function_id: run.functionId,
        run_id: run.id,
        event: run.event,
        events: run.events ?? [run.event],
        ...(end.status === 'Completed' && { result: end.output ?? null }),
        ...(end.status === 'Failed' && { error: end.output }),
        _inngest: { status: end.status },
      },
    });
  }
}

/** Nearly always nobody listens, and each of these events would hold a whole result. */
async function hasListener(client: PoolClient, world: World, name: string): Promise<boolean> {
  for (const config of world.functions.values()) {
    if (config.triggers.some((trigger) => 'event' in trigger && nameFits(trigger.event, name))) return true;
    if (config.cancel?.some((cancel) => cancel.event === name)) return true;
  }
  const { rowCount } = await client.query(
    `select 1 from inngest_local.steps where status = 'waiting' and event_name = $1 limit 1`,
    [name],
  );
  return rowCount === 1;
}

/** Keeps an event; it is handled when its `ts`, which is app time, has come. */
export async function insertEvent(client: PoolClient, event: RunnerEvent, internalId = event.id): Promise<void> {
  await client.query('insert into inngest_local.events (id, body, due_at) values ($1, $2, $3)', [
    internalId,
    JSON.stringify(event),
    new Date(event.ts),
  ]);
}

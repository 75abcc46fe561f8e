import type { PoolClient } from 'pg';
import { compileExpression, readPath } from './expression';
import type { FunctionConfig } from './function-config';
import { newUlid } from './ids';
import type { RunnerEvent, World } from './world';
import { queueCall, transaction } from './world';

/** Keeps events, each once for its key in 24 h; they are handled when their `ts`, which is app time, has come. */
export async function keepEvents(world: World, events: (RunnerEvent & { key: string | null })[]): Promise<void> {
  await transaction(world.pool, async (client) => {
    for (const { key, ...event } of events) await insertEvent(client, event, key);
  });
}

export async function insertEvent(client: PoolClient, event: RunnerEvent, key: string | null = null): Promise<void> {
  await client.query(
    `insert into inngest_local.events (id, key, body, due_at) values ($1, $2, $3, $4) on conflict (key) do nothing`,
    [event.id, key, JSON.stringify(event), new Date(event.ts)],
  );
}

/** Handles the events that are due at `now` (app time), oldest first, at most 50; answers how many. */
export async function handleDueEvents(world: World, now: Date): Promise<number> {
  return transaction(world.pool, async (client) => {
    const { rows } = await client.query<{ id: string; body: RunnerEvent }>(
      `select id, body from inngest_local.events where handled_at is null and due_at <= $1 order by due_at, id limit 50 for update skip locked`,
      [now],
    );
    for (const { id, body } of rows) {
      await handleEvent(client, world, body);
      await client.query('update inngest_local.events set handled_at = now() where id = $1', [id]);
    }
    return rows.length;
  });
}

async function handleEvent(client: PoolClient, world: World, event: RunnerEvent): Promise<void> {
  await cancelRuns(client, world, event);
  await resolveWaits(client, event);
  for (const config of world.functions.values()) {
    const triggered = config.triggers.some(
      (trigger) =>
        'event' in trigger &&
        trigger.event === event.name &&
        fits(typeof trigger.expression === 'string' ? trigger.expression : undefined, event, event),
    );
    if (triggered) await startRun(client, config, event);
  }
}

async function cancelRuns(client: PoolClient, world: World, event: RunnerEvent): Promise<void> {
  for (const config of world.functions.values()) {
    for (const cancel of config.cancel ?? []) {
      if (cancel.event !== event.name) continue;
      const { rows } = await client.query<{ id: string; event: RunnerEvent }>(
        `select id, event from inngest_local.runs where function_id = $1 and status = 'Running' for update`,
        [config.id],
      );
      for (const run of rows.filter((one) => fits(cancel.if, one.event, event))) {
        await client.query(`update inngest_local.runs set status = 'Cancelled', ended_at = now() where id = $1`, [
          run.id,
        ]);
        await client.query(`delete from inngest_local.steps where run_id = $1 and status <> 'done'`, [run.id]);
      }
    }
  }
}

async function resolveWaits(client: PoolClient, event: RunnerEvent): Promise<void> {
  const { rows } = await client.query<{ run_id: string; id: string; expression: string | null; event: RunnerEvent }>(
    `select s.run_id, s.id, s.expression, r.event from inngest_local.steps s join inngest_local.runs r on r.id = s.run_id
      where s.status = 'waiting' and s.event_name = $1 and r.status = 'Running' for update`,
    [event.name],
  );
  for (const wait of rows.filter((one) => fits(one.expression ?? undefined, one.event, event))) {
    await settleStep(client, { runId: wait.run_id, stepId: wait.id, result: event });
  }
}

/** Starts a run unless the function is a singleton that is running for this key already. Answers its id or null. */
export async function startRun(
  client: PoolClient,
  config: FunctionConfig,
  event: RunnerEvent,
  parent: { runId: string; stepId: string } | null = null,
): Promise<string | null> {
  const id = newUlid(Date.now());
  const key = config.singleton === undefined ? null : singletonKey(config.singleton.key, event);
  const { rowCount } = await client.query(
    `insert into inngest_local.runs (id, function_id, event, status, singleton_key, parent) values ($1, $2, $3, 'Running', $4, $5)
      on conflict (function_id, singleton_key) where status = 'Running' and singleton_key is not null do nothing`,
    [id, config.id, JSON.stringify(event), key, parent === null ? null : JSON.stringify(parent)],
  );
  if (rowCount === 0) return null;
  await queueCall(client, { runId: id, stepId: 'step', attempt: 0 });
  return id;
}

function singletonKey(path: string | undefined, event: RunnerEvent): string {
  return path === undefined ? 'one' : JSON.stringify(readPath(path, { event }) ?? null);
}

/** Keeps a step's result; when nothing of the run is pending any more, or it is a race, the run is called again. */
export async function settleStep(
  client: PoolClient,
  input: { runId: string; stepId: string; result: unknown },
): Promise<void> {
  const { rows } = await client.query<{ race: boolean }>(
    `update inngest_local.steps set status = 'done', result = $3, seq = nextval('inngest_local.step_seq')
      where run_id = $1 and id = $2 and status <> 'done' returning race`,
    [input.runId, input.stepId, JSON.stringify(input.result)],
  );
  const [step] = rows;
  if (step === undefined) return;
  const pending = await client.query(
    `select 1 from inngest_local.steps where run_id = $1 and status <> 'done' limit 1`,
    [input.runId],
  );
  if (pending.rowCount === 0 || step.race) await queueCall(client, { runId: input.runId, stepId: 'step', attempt: 0 });
}

function fits(expression: string | undefined, own: RunnerEvent, incoming: RunnerEvent): boolean {
  return expression === undefined || compileExpression(expression)({ event: own, async: incoming });
}

import type { PoolClient } from 'pg';
import { admit } from './admit';
import { durationMs } from './durations';
import { endRun, insertEvent } from './end-run';
import { compileExpression } from './expression';
import type { FunctionConfig } from './function-config';
import { nameFits } from './function-config';
import { isFirst } from './seen-keys';
import { settleStep } from './settle';
import type { RunnerEvent, World } from './world';
import { appNow, transaction } from './world';

/** An event as it came in: under our own id, and under the key that makes a second one like it known, if it has one. */
export interface IncomingEvent {
  internalId: string;
  key: string | null;
  event: RunnerEvent;
}

/** Keeps events, all or none of them; one whose key was seen in the last 24 h of app time is dropped. */
export async function keepEvents(world: World, events: IncomingEvent[]): Promise<void> {
  await transaction(world.pool, async (client) => {
    for (const { internalId, key, event } of events) {
      if (key === null || (await isFirst(client, key, appNow(world)))) await insertEvent(client, event, internalId);
    }
  });
  world.nudge();
}

/** Of this many at a time. */
const EVENTS_AT_ONCE = 100;

/**
 * Handles the events that are due at `now` (app time), oldest first, each in a transaction of its own; answers whether
 * there may be more.
 */
export async function handleDueEvents(world: World, now: Date): Promise<boolean> {
  const { rows } = await world.pool.query<{ id: string; body: RunnerEvent }>(
    `select id, body from inngest_local.events where handled_at is null and due_at <= $1 order by due_at, id limit $2`,
    [now, EVENTS_AT_ONCE],
  );
  for (const { id, body } of rows) {
    await transaction(world.pool, async (client) => {
      await handleEvent(client, world, body);
      await client.query('update inngest_local.events set handled_at = now() where id = $1', [id]);
    });
  }
  return rows.length === EVENTS_AT_ONCE;
}

async function handleEvent(client: PoolClient, world: World, event: RunnerEvent): Promise<void> {
  for (const config of world.functions.values()) await cancelRuns(client, world, config, event);
  await resolveWaits(client, event);
  for (const config of world.functions.values()) {
    const triggered = config.triggers.some(
      (trigger) =>
        'event' in trigger && nameFits(trigger.event, event.name) && fits(trigger.expression ?? null, event, event),
    );
    if (triggered) await admit(client, world, config, event);
  }
}

async function cancelRuns(client: PoolClient, world: World, config: FunctionConfig, event: RunnerEvent) {
  for (const cancel of config.cancel ?? []) {
    if (cancel.event !== event.name) continue;
    const { rows } = await client.query<{ id: string; event: RunnerEvent; started_app_at: Date }>(
      `select id, event, started_app_at from inngest_local.runs where function_id = $1 and status = 'Running'
        order by id`,
      [config.id],
    );
    for (const run of rows) {
      const listensMs = durationMs(cancel.timeout ?? '') ?? Number.POSITIVE_INFINITY;
      const late = appNow(world).getTime() > run.started_app_at.getTime() + listensMs;
      if (late || !fits(cancel.if ?? null, run.event, event)) continue;
      const ended = { id: run.id, functionId: config.id, event: run.event };
      await endRun(client, world, ended, { status: 'Cancelled', output: null });
    }
  }
}

async function resolveWaits(client: PoolClient, event: RunnerEvent): Promise<void> {
  const { rows } = await client.query<{ run_id: string; id: string; expression: string | null; event: RunnerEvent }>(
    `select s.run_id, s.id, s.expression, r.event from inngest_local.steps s join inngest_local.runs r on r.id = s.run_id
      where s.status = 'waiting' and s.event_name = $1 and r.status = 'Running' order by s.run_id`,
    [event.name],
  );
  for (const wait of rows) {
    if (!fits(wait.expression, wait.event, event)) continue;
    await settleStep(client, { runId: wait.run_id, stepId: wait.id, result: event });
  }
}

/** In an expression `event` is what started the run and `async` what has come in. */
function fits(expression: string | null, own: RunnerEvent, incoming: RunnerEvent): boolean {
  return expression === null || compileExpression(expression)({ event: own, async: incoming });
}

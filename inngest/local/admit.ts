import type { PoolClient } from 'pg';
import { durationMs } from './durations';
import { compileKey } from './expression';
import type { FunctionConfig } from './function-config';
import { startRun } from './start-run';
import type { RunnerEvent, World } from './world';
import { appNow } from './world';

type Row = { events: RunnerEvent[]; since: Date };

/** Takes an event for a function that it triggers: starts a run, or keeps it for one that starts later. */
export async function admit(
  client: PoolClient,
  world: World,
  config: FunctionConfig,
  event: RunnerEvent,
): Promise<void> {
  const { debounce, batchEvents } = config;
  if (debounce === undefined && batchEvents === undefined) {
    await startRun(client, world, config, { events: [event] });
    return;
  }
  const keyText = debounce?.key ?? batchEvents?.key;
  const key = keyText === undefined ? '' : compileKey(keyText)({ event });
  const had = await take(client, config.id, key);
  const now = appNow(world);
  const since = had?.since ?? now;
  if (debounce !== undefined) {
    const latest = debounce.timeout === undefined ? Number.POSITIVE_INFINITY : after(since, debounce.timeout);
    const dueAt = new Date(Math.min(after(now, debounce.period), latest));
    // Events may be handled out of order: the last one counts, by its own time.
    const last = had?.events[0] !== undefined && had.events[0].ts > event.ts ? had.events[0] : event;
    return keep(client, { functionId: config.id, key, events: [last], since, dueAt });
  }
  const events = [...(had?.events ?? []), event];
  if (batchEvents !== undefined && events.length < batchEvents.maxSize) {
    const dueAt = new Date(after(since, batchEvents.timeout));
    return keep(client, { functionId: config.id, key, events, since, dueAt });
  }
  await startRun(client, world, config, { events });
}

/** Starts the runs of what was gathered until `now`; what belongs to a function that is gone is dropped. */
export async function startGathered(client: PoolClient, world: World, now: Date): Promise<void> {
  const { rows } = await client.query<{ functionId: string; events: RunnerEvent[] }>(
    'delete from inngest_local.gathering where due_at <= $1 returning function_id as "functionId", events',
    [now],
  );
  for (const { functionId, events } of rows) {
    const config = world.functions.get(functionId);
    if (config !== undefined) await startRun(client, world, config, { events });
  }
}

async function take(client: PoolClient, functionId: string, key: string): Promise<Row | null> {
  const { rows } = await client.query<Row>(
    'delete from inngest_local.gathering where function_id = $1 and key = $2 returning events, since',
    [functionId, key],
  );
  return rows[0] ?? null;
}

async function keep(
  client: PoolClient,
  row: { functionId: string; key: string; events: RunnerEvent[]; since: Date; dueAt: Date },
): Promise<void> {
  await client.query(
    'insert into inngest_local.gathering (function_id, key, events, since, due_at) values ($1, $2, $3, $4, $5)',
    [row.functionId, row.key, JSON.stringify(row.events), row.since, row.dueAt],
  );
}

function after(from: Date, duration: string): number {
  return from.getTime() + (durationMs(duration) ?? 0);
}

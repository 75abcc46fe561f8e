import type { PoolClient } from 'pg';
import { endRun } from './end-run';
import { compileKey, compileNumber } from './expression';
import type { FunctionConfig } from './function-config';
import { newUlid } from './ids';
import { queueCall } from './jobs';
import { isWithinRate, throttledUntil } from './paces';
import { isFirst } from './seen-keys';
import type { RunnerEvent, World } from './world';
import { appNow } from './world';

/** What starts a run: one event, or those of a batch; `parent` is the step that invoked it, `retryOf` the run it repeats. */
interface Start {
  events: RunnerEvent[];
  parent?: { runId: string; stepId: string };
  retryOf?: string;
}

/** A priority moves a run so many seconds at most before or behind the others that wait. */
const PRIORITY_MOST_S = 600;

/**
 * Starts a run, or sets the time at which its throttle lets it begin. Answers null when it is dropped: its function's
 * idempotency key was seen in the last 24 h of app time, its rate limit is reached, or it is a singleton that runs for this
 * key already and skips.
 */
export async function startRun(
  client: PoolClient,
  world: World,
  config: FunctionConfig,
  { events, parent, retryOf }: Start,
): Promise<string | null> {
  const [event] = events;
  if (event === undefined) return null;
  const now = appNow(world);
  if (config.idempotency !== undefined) {
    const key = `function:${config.id}:${compileKey(config.idempotency)({ event })}`;
    if (!(await isFirst(client, key, now))) return null;
  }
  if (!(await isWithinRate(client, config, { event }, now))) return null;
  const id = newUlid(Date.now());
  const single = config.singleton && (config.singleton.key ? compileKey(config.singleton.key)({ event }) : 'one');
  if (config.singleton?.mode === 'cancel') await cancelSingleton(client, world, config.id, single ?? null);
  const aheadS = priorityOf(config, event);
  const { rowCount } = await client.query(
    `insert into inngest_local.runs
        (id, function_id, event_id, event, events, status, singleton_key, parent, started_app_at, rank, retry_of)
      values ($1, $2, $3, $4, $5, 'Running', $6, $7, $8, $9, $10)
      on conflict (function_id, singleton_key) where status = 'Running' and singleton_key is not null do nothing`,
    [
      id,
      config.id,
      event.id,
      JSON.stringify(event),
      config.batchEvents === undefined ? null : JSON.stringify(events),
      single,
      parent && JSON.stringify(parent),
      now,
      new Date(now.getTime() - aheadS * 1_000),
      retryOf ?? null,
    ],
  );
  if (rowCount === 0) return null;
  const startAt = await throttledUntil(client, config, { event }, now);
  if (startAt === null)
    await queueCall(client, { runId: id, stepId: 'step', attempt: 0 }, -Math.max(0, aheadS) * 1_000);
  else await client.query('update inngest_local.runs set start_at = $2 where id = $1', [id, startAt]);
  return id;
}

function priorityOf(config: FunctionConfig, event: RunnerEvent): number {
  const seconds = config.priority === undefined ? 0 : compileNumber(config.priority.run)({ event });
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, -PRIORITY_MOST_S), PRIORITY_MOST_S);
}

async function cancelSingleton(client: PoolClient, world: World, functionId: string, key: string | null) {
  const { rows } = await client.query<{ id: string; event: RunnerEvent }>(
    `select id, event from inngest_local.runs where function_id = $1 and singleton_key = $2 and status = 'Running'`,
    [functionId, key],
  );
  for (const { id, event } of rows)
    await endRun(client, world, { id, functionId, event }, { status: 'Cancelled', output: null });
}

import type { PoolClient } from 'pg';
import { endRun } from './end-run';
import { compileKey } from './expression';
import type { FunctionConfig } from './function-config';
import { newUlid } from './ids';
import { queueCall } from './jobs';
import { isFirst } from './seen-keys';
import type { RunnerEvent, World } from './world';
import { appNow } from './world';

/**
 * Starts a run. Answers null when the function's idempotency key was seen in the last 24 h of app time, or when it is a
 * singleton that runs for this key already and skips.
 */
export async function startRun(
  client: PoolClient,
  world: World,
  config: FunctionConfig,
  event: RunnerEvent,
  parent: { runId: string; stepId: string } | null = null,
): Promise<string | null> {
  if (config.idempotency !== undefined) {
    const key = `function:${config.id}:${compileKey(config.idempotency)({ event })}`;
    if (!(await isFirst(client, key, appNow(world)))) return null;
  }
  const id = newUlid(Date.now());
  const single = config.singleton && (config.singleton.key ? compileKey(config.singleton.key)({ event }) : 'one');
  if (config.singleton?.mode === 'cancel') await cancelSingleton(client, world, config.id, single ?? null);
  const { rowCount } = await client.query(
    `insert into inngest_local.runs (id, function_id, event_id, event, status, singleton_key, parent, started_app_at)
      values ($1, $2, $3, $4, 'Running', $5, $6, $7)
      on conflict (function_id, singleton_key) where status = 'Running' and singleton_key is not null do nothing`,
    [id, config.id, event.id, JSON.stringify(event), single, parent && JSON.stringify(parent), appNow(world)],
  );
  if (rowCount === 0) return null;
  await queueCall(client, { runId: id, stepId: 'step', attempt: 0 });
  return id;
}

async function cancelSingleton(client: PoolClient, world: World, functionId: string, key: string | null) {
  const { rows } = await client.query<{ id: string; event: RunnerEvent }>(
    `select id, event from inngest_local.runs where function_id = $1 and singleton_key = $2 and status = 'Running'`,
    [functionId, key],
  );
  for (const { id, event } of rows)
    await endRun(client, world, { id, functionId, event }, { status: 'Cancelled', output: null });
}

import { z } from 'zod';
import { canonicalJson } from './canonical-json';
import { nextCron } from './cron';
import { readConfig } from './function-config';
import { isSigned, sign } from './signature';
import type { World } from './world';
import { transaction } from './world';

const REPLY = z.object({ functions: z.array(z.unknown()) });

/**
 * Asks the app for its functions (Inngest's in-band sync) and keeps them. Throws while the app does not answer, and with
 * the option's name when a function asks for something that the local runner does not have.
 */
export async function syncFunctions(world: World): Promise<number> {
  const body = canonicalJson({ url: world.appUrl });
  const response = await fetch(world.appUrl, {
    method: 'PUT',
    headers: {
      'content-type': 'application/json',
      'x-inngest-sync-kind': 'in_band',
      'x-inngest-server-kind': 'cloud',
      'x-inngest-signature': sign(body, world.signingKey, Date.now()),
    },
    body,
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the app answered ${response.status} to the sync: ${text.slice(0, 200)}`);
  if (!isSigned(text, response.headers.get('x-inngest-signature'), world.signingKey, Date.now()))
    throw new Error('the app’s answer to the sync is not signed with our key');
  const configs = REPLY.parse(JSON.parse(text)).functions.map(readConfig);
  await keep(world, configs);
  world.functions.clear();
  for (const config of configs) world.functions.set(config.id, config);
  return configs.length;
}

async function keep(world: World, configs: ReturnType<typeof readConfig>[]): Promise<void> {
  const now = world.clock.now();
  if (now === null) throw new Error('the app’s time is not known yet');
  await transaction(world.pool, async (client) => {
    await client.query('delete from inngest_local.functions where id <> all($1)', [configs.map((config) => config.id)]);
    await client.query('delete from inngest_local.crons where function_id <> all($1)', [
      configs.map((config) => config.id),
    ]);
    for (const config of configs) {
      await client.query(
        `insert into inngest_local.functions (id, config) values ($1, $2) on conflict (id) do update set config = excluded.config, synced_at = now()`,
        [config.id, JSON.stringify(config)],
      );
      const crons = config.triggers.flatMap((trigger) => ('cron' in trigger ? [String(trigger.cron)] : []));
      await client.query('delete from inngest_local.crons where function_id = $1 and cron <> all($2)', [
        config.id,
        crons,
      ]);
      for (const cron of crons) {
        await client.query(
          `insert into inngest_local.crons (function_id, cron, next_at) values ($1, $2, $3) on conflict (function_id, cron) do nothing`,
          [config.id, cron, nextCron(cron, now)],
        );
      }
    }
  });
}

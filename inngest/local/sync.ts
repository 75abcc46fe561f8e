import { z } from 'zod';
import { canonicalJson } from './canonical-json';
import { nextCron } from './cron';
import type { FunctionConfig } from './function-config';
import { readConfig } from './function-config';
import { sendJson } from './http-post';
import { isSigned, sign } from './signature';
import type { World } from './world';
import { appNow, transaction } from './world';

const REPLY = z.object({ functions: z.array(z.unknown()) });
const SYNC_MS = 30_000;

/**
 * Asks the app for its functions (Inngest's in-band sync) and keeps them. Throws while the app does not answer, and with
 * the option's name when a function asks for something that the local runner does not have.
 */
export async function syncFunctions(world: World): Promise<void> {
  const body = canonicalJson({ url: world.appUrl });
  const answer = await sendJson({
    method: 'PUT',
    url: world.appUrl,
    body,
    timeoutMs: SYNC_MS,
    headers: {
      'x-inngest-sync-kind': 'in_band',
      'x-inngest-signature': sign(body, world.signingKey, Date.now()),
    },
  });
  if (answer.status !== 200)
    throw new Error(`the app answered ${answer.status} to the sync: ${answer.text.slice(0, 200)}`);
  const signature = z.string().safeParse(answer.headers['x-inngest-signature']).data ?? null;
  if (!isSigned(answer.text, signature, world.signingKey, Date.now()))
    throw new Error('the app’s answer to the sync is not signed with our key');
  await registerFunctions(world, REPLY.parse(JSON.parse(answer.text)).functions);
}

/** Keeps what the app registers: all of its functions, or none when one cannot be run as it asks. */
export async function registerFunctions(world: World, functions: unknown[]): Promise<void> {
  const configs = functions.map(readConfig);
  if ((await world.clock.known()) === null) throw new Error('the app’s time is not known yet');
  await store(world, configs);
  world.functions.clear();
  for (const config of configs) world.functions.set(config.id, config);
  world.sync = { syncedAt: new Date(), problem: null };
  world.nudge();
}

async function store(world: World, configs: FunctionConfig[]): Promise<void> {
  const ids = configs.map((config) => config.id);
  const now = appNow(world);
  await transaction(world.pool, async (client) => {
    // In the order in which turns that fire take them: each would otherwise wait for what the other holds.
    await client.query('select from inngest_local.crons order by function_id, cron for update');
    await client.query('delete from inngest_local.functions where id <> all($1)', [ids]);
    await client.query('delete from inngest_local.crons where function_id <> all($1)', [ids]);
    for (const config of configs) {
      await client.query(
        `insert into inngest_local.functions (id, config) values ($1, $2)
          on conflict (id) do update set config = excluded.config, synced_at = now()`,
        [config.id, JSON.stringify(config)],
      );
      const crons = config.triggers.flatMap((trigger) => ('cron' in trigger ? [trigger.cron] : []));
      const gone = 'delete from inngest_local.crons where function_id = $1 and cron <> all($2)';
      await client.query(gone, [config.id, crons]);
      for (const cron of crons) {
        // What is planned stays planned; a clock that was set back must not leave it waiting for the old time.
        await client.query(
          `insert into inngest_local.crons (function_id, cron, next_at, planned_at) values ($1, $2, $3, $4)
            on conflict (function_id, cron) do update set next_at = excluded.next_at, planned_at = excluded.planned_at
            where crons.planned_at > excluded.planned_at`,
          [config.id, cron, nextCron(cron, now), now],
        );
      }
    }
  });
}

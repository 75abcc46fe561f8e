import { nextCron } from './cron';
import { newUlid } from './ids';
import { handleDueEvents, settleStep, startRun } from './take-events';
import type { World } from './world';
import { transaction } from './world';

const TICK_MS = 150;
const CLEAN_EVERY_MS = 60_000;

/** Fires what is due in app time: events, sleeps, time-outs, crons. A jump of the clock makes all it passed due at once. */
export function startTimers(world: World): { stop(): Promise<void> } {
  let stopped = false;
  let cleanedAt = 0;
  const loop = (async () => {
    while (!stopped) {
      try {
        await tick(world);
        if (performance.now() - cleanedAt > CLEAN_EVERY_MS) {
          await clean(world);
          cleanedAt = performance.now();
        }
      } catch (error) {
        console.error(JSON.stringify({ level: 'warn', msg: 'a turn of the timers failed', reason: String(error) }));
        await pause(1_000);
      }
      await pause(TICK_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await loop;
    },
  };
}

async function tick(world: World): Promise<void> {
  const now = world.clock.now();
  if (now === null) return;
  while ((await handleDueEvents(world, now)) === 50);
  await wakeSteps(world, now);
  await fireCrons(world, now);
}

async function wakeSteps(world: World, now: Date): Promise<void> {
  await transaction(world.pool, async (client) => {
    const { rows } = await client.query<{ run_id: string; id: string }>(
      `select s.run_id, s.id from inngest_local.steps s where s.status = 'waiting' and s.wake_at <= $1
        order by s.wake_at limit 200 for update skip locked`,
      [now],
    );
    // A sleep and a wait that timed out both read null.
    for (const row of rows) await settleStep(client, { runId: row.run_id, stepId: row.id, result: null });
  });
}

/** A turn that was missed, or that comes while the one before still runs, is left out: the next one does its work. */
async function fireCrons(world: World, now: Date): Promise<void> {
  await transaction(world.pool, async (client) => {
    const { rows } = await client.query<{ function_id: string; cron: string }>(
      `select function_id, cron from inngest_local.crons where next_at <= $1 for update skip locked`,
      [now],
    );
    for (const { function_id, cron } of rows) {
      await client.query(`update inngest_local.crons set next_at = $3 where function_id = $1 and cron = $2`, [
        function_id,
        cron,
        nextCron(cron, now),
      ]);
      const config = world.functions.get(function_id);
      const busy = await client.query(
        `select 1 from inngest_local.runs where function_id = $1 and status = 'Running' limit 1`,
        [function_id],
      );
      if (config === undefined || (busy.rowCount ?? 0) > 0) continue;
      await startRun(client, config, {
        id: newUlid(Date.now()),
        name: 'inngest/scheduled.timer',
        data: { cron },
        ts: now.getTime(),
      });
    }
  });
}

/** Ended runs are kept for an hour, handled events for a day (their keys make a repeated one known); wall time. */
async function clean(world: World): Promise<void> {
  await world.pool.query(`delete from inngest_local.runs where ended_at < now() - interval '1 hour'`);
  await world.pool.query(`delete from inngest_local.events where handled_at < now() - interval '1 day'`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

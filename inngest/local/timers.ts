import { nextCron } from './cron';
import { removeDeadJobs } from './jobs';
import { settleStep } from './settle';
import { startRun } from './start-run';
import { handleDueEvents } from './take-events';
import type { World } from './world';
import { transaction } from './world';

const TICK_MS = 100;
const FAILED_TICK_MS = 1_000;
const CLEAN_EVERY_MS = 60_000;

export interface Timers {
  /** Looks now instead of at the next turn. */
  nudge(): void;
  stop(): Promise<void>;
}

/** Fires what is due in app time: events, sleeps, time-outs, crons. A jump of the clock makes all it passed due at once. */
export function startTimers(world: World): Timers {
  let stopped = false;
  let cleanedAt = Number.NEGATIVE_INFINITY;
  let wake: () => void = () => undefined;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = (async () => {
    while (!stopped) {
      let pauseMs = TICK_MS;
      try {
        await tick(world);
        if (performance.now() - cleanedAt > CLEAN_EVERY_MS) {
          cleanedAt = performance.now();
          await clean(world);
        }
      } catch (error) {
        console.error(JSON.stringify({ level: 'warn', msg: 'a turn of the timers failed', reason: String(error) }));
        pauseMs = FAILED_TICK_MS;
      }
      if (!stopped) await pause(pauseMs);
    }
  })();
  return {
    nudge: () => wake(),
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}

async function tick(world: World): Promise<void> {
  const now = world.clock.now();
  if (now === null) return;
  const { rows } = await world.pool.query<{ events: boolean; steps: boolean; crons: boolean }>(
    `select exists (select 1 from inngest_local.events where handled_at is null and due_at <= $1) as events,
      exists (select 1 from inngest_local.steps where status = 'waiting' and wake_at <= $1) as steps,
      exists (select 1 from inngest_local.crons where next_at <= $1) as crons`,
    [now],
  );
  const [due] = rows;
  // An event that came before a wait for it timed out must find it waiting.
  if (due?.events) await handleDueEvents(world, now);
  if (due?.steps) await wakeSteps(world, now);
  if (due?.crons) await fireCrons(world, now);
}

async function wakeSteps(world: World, now: Date): Promise<void> {
  const { rows } = await world.pool.query<{ run_id: string; id: string; op: string }>(
    `select run_id, id, op from inngest_local.steps where status = 'waiting' and wake_at <= $1 order by wake_at limit 500`,
    [now],
  );
  for (const { run_id, id, op } of rows) {
    // A sleep and a wait that timed out both read null.
    const result =
      op === 'InvokeFunction' ? { error: { name: 'InngestInvokeTimeoutError', message: 'timed out' } } : null;
    await transaction(world.pool, (client) => settleStep(client, { runId: run_id, stepId: id, result }));
  }
}

/**
 * Starts what a cron has due, once however many turns have passed, and not while an earlier turn has yet to begin: a jump
 * of a week must not queue a thousand runs that each look at the same present.
 */
async function fireCrons(world: World, now: Date): Promise<void> {
  await transaction(world.pool, async (client) => {
    const { rows } = await client.query<{ function_id: string; cron: string; next_at: Date }>(
      'select function_id, cron, next_at from inngest_local.crons where next_at <= $1 for update',
      [now],
    );
    for (const { function_id, cron, next_at } of rows) {
      await client.query('update inngest_local.crons set next_at = $3 where function_id = $1 and cron = $2', [
        function_id,
        cron,
        nextCron(cron, now),
      ]);
      const config = world.functions.get(function_id);
      const queued = await client.query(
        `select 1 from inngest_local.runs where function_id = $1 and status = 'Running' and begun_at is null
          and event->'data'->>'cron' = $2 limit 1`,
        [function_id, cron],
      );
      if (config === undefined || queued.rowCount === 1) continue;
      const fireAt = next_at.toISOString();
      await startRun(client, world, config, {
        id: fireAt,
        name: 'inngest/scheduled.timer',
        data: { cron, fireAt, scheduledAt: fireAt },
        ts: next_at.getTime(),
        user: {},
      });
    }
  });
}

/** Ended runs are kept for an hour and handled events for a day, in wall time; keys as long as they are known. */
async function clean(world: World): Promise<void> {
  await world.pool.query(`delete from inngest_local.runs where ended_at < now() - interval '1 hour'`);
  await world.pool.query(`delete from inngest_local.events where handled_at < now() - interval '1 day'`);
  const now = world.clock.now();
  if (now !== null) await world.pool.query('delete from inngest_local.seen_keys where until <= $1', [now]);
  await removeDeadJobs(world.pool);
}

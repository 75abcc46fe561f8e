import { admit, startGathered } from './admit';
import { nextCron } from './cron';
import { queueCall, removeDeadJobs } from './jobs';
import { forgetPaces } from './paces';
import type { Seat } from './seat';
import { settleStep } from './settle';
import { handleDueEvents } from './take-events';
import type { World } from './world';
import { transaction } from './world';

/** Without a nudge the timers look this often, and whenever something falls due in between. */
const LOOK_MS = 5_000;
/** A process that does not lead asks this often whether it may; one whose turn failed tries again. */
const LEAD_MS = 1_000;
const SHORTEST_MS = 5;
const CLEAN_EVERY_MS = 60_000;
const STEPS_AT_ONCE = 500;

export interface Timers {
  /** Looks now instead of at the next turn. */
  nudge(): void;
  /** Whether they look at this moment. */
  isLooking(): boolean;
  stop(): Promise<void>;
}

/**
 * Fires what is due in app time: events, sleeps, time-outs, starts, crons. A jump of the clock makes all it passed due at
 * once. Of several processes only the one that leads does it.
 */
export function startTimers(world: World, seat: Seat): Timers {
  let stopped = false;
  let looking = false;
  let nudged = false;
  let cleanedAt = Number.NEGATIVE_INFINITY;
  let wake: () => void = () => undefined;
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, nudged ? SHORTEST_MS : ms);
      nudged = false;
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  async function turn(): Promise<number> {
    if (!(await seat.tryLead())) return LEAD_MS;
    const pauseMs = await tick(world);
    if (performance.now() - cleanedAt > CLEAN_EVERY_MS) {
      cleanedAt = performance.now();
      await clean(world);
    }
    return pauseMs;
  }
  const loop = (async () => {
    while (!stopped) {
      looking = true;
      const pauseMs = await turn().catch((error) => {
        console.error(JSON.stringify({ level: 'warn', msg: 'a turn of the timers failed', reason: String(error) }));
        return LEAD_MS;
      });
      looking = false;
      if (!stopped) await pause(pauseMs);
    }
  })();
  return {
    nudge() {
      nudged = true;
      wake();
    },
    isLooking: () => looking,
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}

/** Fires what is due; answers the wall time until something will be. */
async function tick(world: World): Promise<number> {
  const now = world.clock.now();
  if (now === null) return SHORTEST_MS * 20;
  const { rows } = await world.pool.query<Record<'events' | 'steps' | 'starts' | 'gathered' | 'crons', Date | null>>(
    `select (select min(due_at) from inngest_local.events where handled_at is null) as events,
      (select min(wake_at) from inngest_local.steps where status = 'waiting') as steps,
      (select min(start_at) from inngest_local.runs where status = 'Running' and start_at is not null) as starts,
      (select min(due_at) from inngest_local.gathering) as gathered,
      (select min(next_at) from inngest_local.crons) as crons`,
    [],
  );
  const [next] = rows;
  const isDue = (at: Date | null | undefined) => at != null && at <= now;
  let more = false;
  // An event that came before a wait for it timed out must find it waiting.
  if (isDue(next?.events)) more = await handleDueEvents(world, now);
  if (isDue(next?.steps)) more = (await wakeSteps(world, now)) || more;
  if (isDue(next?.starts)) more = (await startThrottled(world, now)) || more;
  if (isDue(next?.gathered)) await transaction(world.pool, (client) => startGathered(client, world, now));
  if (isDue(next?.crons)) await fireCrons(world, now);
  if (more) return 0;
  const waits = Object.values(next ?? {}).flatMap((at) =>
    at === null || at <= now ? [] : [world.clock.wallMsUntil(at)],
  );
  return Math.min(LOOK_MS, Math.max(SHORTEST_MS, Math.ceil(Math.min(...waits, LOOK_MS))));
}

async function wakeSteps(world: World, now: Date): Promise<boolean> {
  const { rows } = await world.pool.query<{ run_id: string; id: string; op: string }>(
    `select run_id, id, op from inngest_local.steps where status = 'waiting' and wake_at <= $1 order by wake_at limit $2`,
    [now, STEPS_AT_ONCE],
  );
  for (const { run_id, id, op } of rows) {
    // A sleep and a wait that timed out both read null.
    const result =
      op === 'InvokeFunction' ? { error: { name: 'InngestInvokeTimeoutError', message: 'timed out' } } : null;
    await transaction(world.pool, (client) => settleStep(client, { runId: run_id, stepId: id, result }));
  }
  return rows.length === STEPS_AT_ONCE;
}

/** Begins the runs that a throttle held back until now. */
async function startThrottled(world: World, now: Date): Promise<boolean> {
  return transaction(world.pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `update inngest_local.runs set start_at = null where id in (
        select id from inngest_local.runs where status = 'Running' and start_at <= $1 order by start_at limit $2 for update)
        returning id`,
      [now, STEPS_AT_ONCE],
    );
    for (const { id } of rows) await queueCall(client, { runId: id, stepId: 'step', attempt: 0 });
    return rows.length === STEPS_AT_ONCE;
  });
}

/**
 * Starts what a cron has due, once however many turns have passed, and not while an earlier turn has yet to begin: a jump
 * of a week must not queue a thousand runs that each look at the same present.
 */
async function fireCrons(world: World, now: Date): Promise<void> {
  await transaction(world.pool, async (client) => {
    const { rows } = await client.query<{ function_id: string; cron: string; next_at: Date }>(
      'select function_id, cron, next_at from inngest_local.crons where next_at <= $1 order by function_id, cron for update',
      [now],
    );
    for (const { function_id, cron, next_at } of rows) {
      const nextAt = nextCron(cron, new Date(now.getTime() + world.cronGapMs(now, function_id)));
      await client.query(
        'update inngest_local.crons set next_at = $3, planned_at = $4 where function_id = $1 and cron = $2',
        [function_id, cron, nextAt, now],
      );
      const config = world.functions.get(function_id);
      const queued = await client.query(
        `select 1 from inngest_local.runs where function_id = $1 and status = 'Running' and begun_at is null
          and event->'data'->>'cron' = $2 limit 1`,
        [function_id, cron],
      );
      if (config === undefined || queued.rowCount === 1) continue;
      const fireAt = next_at.toISOString();
      await admit(client, world, config, {
        id: fireAt,
        name: 'inngest/scheduled.timer',
        data: { cron, fireAt, scheduledAt: fireAt },
        ts: next_at.getTime(),
        user: {},
      });
    }
  });
}

/**
 * In wall time ended runs are kept for an hour, failed ones for a week (someone may want to see and repeat them), handled
 * events for a day; keys as long as they are known.
 */
async function clean(world: World): Promise<void> {
  await world.pool.query(
    `delete from inngest_local.runs where ended_at < now() - interval '1 hour'
      and (status <> 'Failed' or ended_at < now() - interval '7 days')`,
  );
  await world.pool.query(`delete from inngest_local.events where handled_at < now() - interval '1 day'`);
  const now = world.clock.now();
  if (now !== null) {
    await world.pool.query('delete from inngest_local.seen_keys where until <= $1', [now]);
    await forgetPaces(world.pool, now);
  }
  await removeDeadJobs(world.pool);
}

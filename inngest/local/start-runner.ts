import type { Runner } from 'graphile-worker';
import { Pool } from 'pg';
import type { ClockEvents } from './app-clock';
import { followClock } from './app-clock';
import { takeDatabaseLock } from './database-lock';
import type { Dispatcher } from './dispatch';
import { dispatcher } from './dispatch';
import { takeOver } from './jobs';
import { keepSynced } from './keep-synced';
import { createSchema } from './schema';
import { startServer } from './server';
import type { Timers } from './timers';
import { startTimers } from './timers';
import { createQueue, startWorker } from './worker';
import type { World } from './world';

/** Fewer than calls at a time: while the app works, a call holds none. */
const CONNECTIONS = 16;

export interface RunnerOptions {
  port: number;
  databaseUrl: string;
  /** The SDK's endpoint of the app. */
  appUrl: string;
  /** Where the app tells its time; `/api/health` of the same origin unless given. */
  clockUrl?: string | undefined;
  eventKey: string;
  signingKey: string;
}

export interface LocalRunner {
  port: number;
  /** Rejects when it cannot go on: the state is in Postgres, whoever supervises the process starts it again. */
  failed: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts the runner: state in Postgres, functions over HTTP. It takes events at once; what they start, and all that is
 * left from before, goes on when the app has answered a sync.
 */
export async function startRunner(options: RunnerOptions): Promise<LocalRunner> {
  const pool = openPool(options.databaseUrl);
  const lock = await takeDatabaseLock(pool);
  await createSchema(pool);
  await createQueue(pool);
  await takeOver(pool);
  const events: ClockEvents = {};
  const clock = followClock(options.clockUrl ?? `${new URL(options.appUrl).origin}/api/health`, events);
  let timers: Timers | undefined;
  const world: World = {
    ...options,
    pool,
    clock,
    functions: new Map(),
    sync: { syncedAt: null, problem: null },
    nudge: () => timers?.nudge(),
  };
  const calls = dispatcher(world);
  const { server, port } = await startServer(world, calls, options.port);
  const syncing = keepSynced(world);
  events.onJump = world.nudge;
  events.onAppBack = syncing.again;

  let stopping = false;
  const working = work(world, calls, syncing.first, () => stopping);
  void working.started.then((started) => {
    timers = started?.timers;
  });
  return {
    port,
    failed: Promise.race([working.failed, lock.lost]).then(
      (never) => never,
      (error) => (stopping ? new Promise<never>(() => undefined) : Promise.reject(error)),
    ),
    async stop() {
      stopping = true;
      syncing.stop();
      clock.stop();
      server.close();
      await working.stop();
      server.closeAllConnections();
      lock.release();
      await pool.end();
    },
  };
}

function openPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: CONNECTIONS });
  // A lost connection: the next query opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** The queue and the timers, from the first sync on: nothing may be matched before the functions are known. */
function work(world: World, calls: Dispatcher, synced: Promise<void>, isStopping: () => boolean) {
  let parts: { worker: Runner; timers: Timers } | null = null;
  const started = synced.then(async () => {
    if (!isStopping()) parts = { worker: await startWorker(world.pool, calls), timers: startTimers(world) };
    return parts;
  });
  const failed = started.then(async (begun): Promise<never> => {
    await begun?.worker.promise;
    throw new Error('the queue has stopped');
  });
  return {
    started: started.catch(() => null),
    failed,
    async stop() {
      await parts?.timers.stop();
      await parts?.worker.stop();
    },
  };
}

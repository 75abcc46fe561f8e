import { Pool } from 'pg';
import type { ClockEvents, FollowedClock } from './app-clock';
import { followClock } from './app-clock';
import type { Dispatcher } from './dispatch';
import { dispatcher } from './dispatch';
import { keepSynced } from './keep-synced';
import type { Ahead } from './look-ahead';
import { BUSY, lookAhead } from './look-ahead';
import { prepareStatements } from './prepared';
import type { Seat } from './seat';
import { nudgeLeader, takeSeat } from './seat';
import { startServer } from './server';
import { claimPool } from './take-over';
import type { Timers } from './timers';
import { startTimers } from './timers';
import { watchProcesses } from './watch-processes';
import type { Worker } from './worker';
import { startWorker } from './worker';
import type { World } from './world';

/** Fewer than calls at a time: while the app works, a call holds none. */
const CONNECTIONS = 16;
/** A job that is looked for at the very moment may not be due yet by the database's clock. */
const LATER_MS = 20;

export interface RunnerOptions {
  port: number;
  databaseUrl: string;
  /** The SDK's endpoint of the app. */
  appUrl: string;
  /** Where the app tells its time; `/api/health` of the same origin unless given. */
  clockUrl?: string | undefined;
  eventKey: string;
  signingKey: string;
  /** The app's time from whoever holds it in this process, instead of from the app's health. */
  clock?: FollowedClock | undefined;
  /** Calls of the app at the same time. */
  callsAtOnce?: number | undefined;
  /** App time after a turn of a cron in which it has no other: a play of weeks thins out the sweepers. */
  cronGapMs?: ((now: Date, functionId: string) => number) | undefined;
}

export interface LocalRunner {
  port: number;
  /** Rejects when it cannot go on: the state is in Postgres, whoever supervises the process starts it again. */
  failed: Promise<never>;
  /** Looks at once at what has fallen due: the clock was moved. */
  nudge(): void;
  /** Whether anything is in flight, and when the next thing falls due. */
  ahead(): Promise<Ahead>;
  stop(): Promise<void>;
}

/**
 * Starts the runner: state in Postgres, functions over HTTP. Several may share a database: each makes calls and takes
 * requests at its own port, one of them fires the timers, and what one leaves when it dies the others take over. It takes
 * events at once; what they start, and all that is left from before, goes on when the app has answered a sync.
 */
export async function startRunner(options: RunnerOptions): Promise<LocalRunner> {
  const pool = openPool(options.databaseUrl);
  let timers: Timers | undefined;
  let worker: Worker | undefined;
  const seat = await takeSeat(pool, () => timers?.nudge());
  const watch = await watchProcesses(pool, seat.id, () => worker?.look());
  const events: ClockEvents = {};
  const clock =
    options.clock ?? followClock(options.clockUrl ?? `${new URL(options.appUrl).origin}/api/health`, events);
  const world: World = {
    ...options,
    pool,
    clock,
    cronGapMs: options.cronGapMs ?? (() => 0),
    processId: seat.id,
    functions: new Map(),
    sync: { syncedAt: null, problem: null },
    nudge() {
      if (seat.isLeading()) timers?.nudge();
      else nudgeLeader(pool).catch(() => undefined);
    },
    lookForCalls: (inMs) => void setTimeout(() => worker?.look(), inMs + LATER_MS).unref(),
  };
  const calls = dispatcher(world);
  const { server, port } = await startServer(world, calls, options.port);
  const syncing = keepSynced(world);
  events.onJump = world.nudge;
  events.onAppBack = syncing.again;

  let stopping = false;
  const working = work(world, { seat, calls, callsAtOnce: options.callsAtOnce }, syncing.first, () => stopping);
  void working.started.then((started) => {
    timers = started?.timers;
    worker = started?.worker;
  });
  return {
    port,
    nudge: world.nudge,
    // While something is in hand the answer is known without asking.
    ahead: async () => (calls.jobsInHand() > 0 || timers?.isLooking() ? BUSY : lookAhead(pool, clock.now())),
    failed: Promise.race([working.failed, seat.lost]).then(
      (never) => never,
      (error) => (stopping ? new Promise<never>(() => undefined) : Promise.reject(error)),
    ),
    async stop() {
      stopping = true;
      syncing.stop();
      clock.stop();
      server.close();
      await working.stop();
      await watch.stop();
      server.closeAllConnections();
      seat.release();
      await pool.end();
    },
  };
}

function openPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: CONNECTIONS });
  // A lost connection: the next query opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    prepareStatements(client);
  });
  return pool;
}

interface Parts {
  seat: Seat;
  calls: Dispatcher;
  callsAtOnce: number | undefined;
}

/** The queue and the timers, from the first sync on: nothing may be matched before the functions are known. */
function work(world: World, { seat, calls, callsAtOnce }: Parts, synced: Promise<void>, isStopping: () => boolean) {
  let parts: { worker: Worker; timers: Timers } | null = null;
  const started = synced.then(async () => {
    if (isStopping()) return null;
    const claim = (poolId: string) => claimPool(world.pool, seat.id, poolId);
    parts = {
      worker: await startWorker(world.pool, calls, { claim, callsAtOnce }),
      timers: startTimers(world, seat),
    };
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
      // What graphile could not hand back at its end is taken over like the jobs of a process that died.
      await parts?.worker.stop().catch(() => undefined);
    },
  };
}

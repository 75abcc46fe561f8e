import { EventEmitter } from 'node:events';
import type { WorkerEvents, WorkerPool } from 'graphile-worker';
import { Logger, runMigrations, run as runWorker } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Dispatcher } from './dispatch';
import { callJob } from './jobs';
import { WORKER_SCHEMA } from './schema';

/** Calls of the app at the same time; more wait in the queue. */
const CALLS_AT_ONCE = 24;
/** New jobs are announced, and a delayed one is looked for in time by who queued it: this is for when that one has died. */
const POLL_MS = 5_000;
const GIVE_BACK_MS = 1_000;

/** graphile-worker's own tables. */
export async function createQueue(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, schema: WORKER_SCHEMA, logger: QUIET });
}

/** The queue at work in this process. */
export interface Worker {
  /** Ends when it cannot go on. */
  promise: Promise<void>;
  /** Looks for jobs that have fallen due. */
  look(): void;
  stop(): Promise<void>;
}

/**
 * Starts working off the queue. `claim` is told under which name this process takes its jobs. One query asks for all of its
 * lanes; jobs that find none free go back for other processes.
 */
export async function startWorker(
  pool: Pool,
  { dispatch }: Dispatcher,
  { claim, callsAtOnce = CALLS_AT_ONCE }: { claim: (poolId: string) => Promise<void>; callsAtOnce: number | undefined },
): Promise<Worker> {
  const events: WorkerEvents = new EventEmitter();
  // In an object, because the pool is itself a promise of its end.
  const created = new Promise<{ lanes: WorkerPool }>((resolve, reject) => {
    events.once('pool:create', ({ workerPool: lanes }) => claim(lanes.id).then(() => resolve({ lanes }), reject));
  });
  const started = runWorker({
    pgPool: pool,
    preset: {
      worker: {
        schema: WORKER_SCHEMA,
        concurrentJobs: callsAtOnce,
        pollInterval: POLL_MS,
        localQueue: { size: callsAtOnce, ttl: GIVE_BACK_MS },
      },
    },
    events,
    noHandleSignals: true,
    logger: QUIET,
    taskList: { call: (payload) => dispatch(callJob.parse(payload)) },
  });
  const [runner, { lanes }] = await Promise.all([started, created]);
  return { promise: runner.promise, look: () => lanes.nudge(callsAtOnce), stop: () => runner.stop() };
}

const QUIET = new Logger(() => (level, message) => {
  if (level === 'error') console.error(JSON.stringify({ level, msg: message }));
});

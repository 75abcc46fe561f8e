import { EventEmitter } from 'node:events';
import type { Runner, WorkerEvents } from 'graphile-worker';
import { Logger, runMigrations, run as runWorker } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Dispatcher } from './dispatch';
import { callJob } from './jobs';
import { WORKER_SCHEMA } from './schema';

/** Calls of the app at the same time; more wait in the queue. */
const CALLS_AT_ONCE = 24;
const POLL_MS = 500;
const GIVE_BACK_MS = 1_000;

/** graphile-worker's own tables. */
export async function createQueue(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, schema: WORKER_SCHEMA, logger: QUIET });
}

/**
 * Starts working off the queue; the runner's promise ends when it cannot go on. `claim` is told under which name this
 * process takes its jobs. One query asks for all of its lanes; jobs that find none free go back for other processes.
 */
export function startWorker(
  pool: Pool,
  { dispatch }: Dispatcher,
  { claim, callsAtOnce = CALLS_AT_ONCE }: { claim: (poolId: string) => Promise<void>; callsAtOnce: number | undefined },
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  const claimed = new Promise<void>((resolve, reject) => {
    events.once('pool:create', ({ workerPool }) => claim(workerPool.id).then(resolve, reject));
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
  return Promise.all([started, claimed]).then(([runner]) => runner);
}

const QUIET = new Logger(() => (level, message) => {
  if (level === 'error') console.error(JSON.stringify({ level, msg: message }));
});

import type { Runner } from 'graphile-worker';
import { Logger, runMigrations, run as runWorker } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Dispatcher } from './dispatch';
import { callJob } from './jobs';
import { WORKER_SCHEMA } from './schema';

/** Calls of the app at the same time; more wait in the queue. */
const CALLS_AT_ONCE = 24;
const POLL_MS = 500;

/** graphile-worker's own tables. */
export async function createQueue(pool: Pool): Promise<void> {
  await runMigrations({ pgPool: pool, schema: WORKER_SCHEMA, logger: QUIET });
}

/** Starts working off the queue; the runner's promise ends when it cannot go on. */
export function startWorker(pool: Pool, { dispatch }: Dispatcher): Promise<Runner> {
  return runWorker({
    pgPool: pool,
    schema: WORKER_SCHEMA,
    concurrency: CALLS_AT_ONCE,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    logger: QUIET,
    taskList: { call: (payload) => dispatch(callJob.parse(payload)) },
  });
}

const QUIET = new Logger(() => (level, message) => {
  if (level === 'error') console.error(JSON.stringify({ level, msg: message }));
});

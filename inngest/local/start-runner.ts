import type { Runner } from 'graphile-worker';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { Pool } from 'pg';
import { z } from 'zod';
import { followClock } from './app-clock';
import { callGate } from './gate';
import { runCall } from './run-call';
import { createSchema, WORKER_SCHEMA } from './schema';
import { startServer } from './server';
import { syncFunctions } from './sync';
import { startTimers } from './timers';
import type { RunnerEvent, World } from './world';

export interface RunnerOptions {
  port: number;
  databaseUrl: string;
  appUrl: string;
  eventKey: string;
  signingKey: string;
}

const CALL = z.object({ runId: z.string(), stepId: z.string(), attempt: z.number() });
const CALLS_AT_ONCE = 12;
/** One runner a database; the lock goes with the connection that holds it. */
const LOCK = 726_102;
const RESYNC_MS = 60_000;

/** Starts the runner: state in Postgres, functions over HTTP. `failed` rejects when its queue cannot go on. */
export async function startRunner(
  options: RunnerOptions,
): Promise<{ port: number; failed: Promise<never>; stop(): Promise<void> }> {
  const pool = new Pool({ connectionString: options.databaseUrl, max: CALLS_AT_ONCE + 6 });
  // A lost connection: the next query opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const lock = await holdLock(pool);
  await createSchema(pool);
  const clock = followClock(`${new URL(options.appUrl).origin}/api/health`);
  const world: World = { pool, clock, functions: new Map(), ...options };
  await freeJobs(pool);
  const { server, port } = await startServer(world, options.port);
  const syncing = keepSynced(world);
  await syncing.first;
  const worker = await startWorker(world);
  const timers = startTimers(world);
  let stopping = false;
  const failed = worker.promise.then(() => {
    if (!stopping) throw new Error('the queue has stopped');
    return new Promise<never>(() => undefined);
  });
  return {
    port,
    failed,
    async stop() {
      stopping = true;
      syncing.stop();
      await timers.stop();
      await worker.stop();
      clock.stop();
      server.closeAllConnections();
      server.close();
      lock.release(true);
      await pool.end();
    },
  };
}

async function holdLock(pool: Pool) {
  const client = await pool.connect();
  for (let tries = 0; tries < 40; tries += 1) {
    const { rows } = await client.query<{ ok: boolean }>('select pg_try_advisory_lock($1) as ok', [LOCK]);
    if (rows[0]?.ok) return client;
    // A runner that was killed may still have its session for a moment.
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  client.release(true);
  throw new Error('another runner drives this database');
}

/** Jobs of a runner that died are free at once: nobody else can hold one while we have the lock. */
async function freeJobs(pool: Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: pool, schema: WORKER_SCHEMA, logger: QUIET });
  await utils.migrate();
  const { rows } = await pool.query<{ locked_by: string }>(
    `select distinct locked_by from ${WORKER_SCHEMA}.jobs where locked_by is not null`,
  );
  await utils.forceUnlockWorkers(rows.map((row) => row.locked_by));
}

function startWorker(world: World): Promise<Runner> {
  const gate = callGate(world);
  return run({
    pgPool: world.pool,
    schema: WORKER_SCHEMA,
    concurrency: CALLS_AT_ONCE,
    pollInterval: 500,
    noHandleSignals: true,
    logger: QUIET,
    taskList: {
      call: async (payload, tools) => {
        const job = CALL.parse(payload);
        const { rows } = await world.pool.query<{ function_id: string; event: RunnerEvent }>(
          `select function_id, event from inngest_local.runs where id = $1 and status = 'Running'`,
          [job.runId],
        );
        const [row] = rows;
        if (row === undefined) return;
        const leave = gate.enter(row.function_id, row.event);
        if (leave === null) {
          // The same job under the same key, a little later: graphile keeps one of them.
          await tools.addJob('call', job, {
            runAt: new Date(Date.now() + 200),
            jobKey: `${job.runId}:${job.stepId}`,
            maxAttempts: 100,
          });
          return;
        }
        try {
          await runCall(world, job);
        } finally {
          leave();
        }
      },
    },
  });
}

/** Reads the app's functions until it has them, then once a minute: a deployment may have changed them. */
function keepSynced(world: World) {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let ready: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    ready = resolve;
  });
  let lastError = '';
  const turn = async () => {
    let waitMs = RESYNC_MS;
    try {
      await syncFunctions(world);
      ready();
    } catch (error) {
      waitMs = world.functions.size === 0 ? 500 : RESYNC_MS;
      if (String(error) !== lastError)
        console.error(JSON.stringify({ level: 'warn', msg: 'not synced yet', reason: String(error) }));
      lastError = String(error);
    }
    if (!stopped) timer = setTimeout(() => void turn(), waitMs);
  };
  void turn();
  return {
    first,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const QUIET = new Logger(() => (level, message) => {
  if (level === 'error') console.error(JSON.stringify({ level, msg: message }));
});

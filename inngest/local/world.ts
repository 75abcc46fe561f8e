import type { Pool, PoolClient } from 'pg';
import type { FollowedClock } from './app-clock';
import type { FunctionConfig } from './function-config';

/** What every part of the runner works with. */
export interface World {
  pool: Pool;
  clock: FollowedClock;
  /** The app's endpoint. */
  appUrl: string;
  eventKey: string;
  signingKey: string;
  functions: Map<string, FunctionConfig>;
}

/** An event on its way, as the SDK sends and receives it. */
export interface RunnerEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user?: Record<string, unknown>;
}

/** Runs `work` in one transaction. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

export interface CallJob {
  runId: string;
  /** `step` discovers; a hash runs that planned step alone. */
  stepId: string;
  attempt: number;
}

/** Queues a call of the app in the caller's transaction, once for a run and step; `delayMs` is wall time. */
export async function queueCall(client: PoolClient, job: CallJob, delayMs = 0): Promise<void> {
  await client.query(
    `select inngest_local_worker.add_job('call', $1::json, run_at := now() + $2 * interval '1 millisecond', max_attempts := 100, job_key := $3)`,
    [JSON.stringify(job), delayMs, `${job.runId}:${job.stepId}`],
  );
}

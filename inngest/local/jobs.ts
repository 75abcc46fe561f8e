import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { WORKER_SCHEMA } from './schema';

export const callJob = z.object({
  runId: z.string(),
  /** `step` discovers; a hash runs that planned step alone. */
  stepId: z.string(),
  attempt: z.number(),
});
/** One call of the app that is to be made. */
export type CallJob = z.infer<typeof callJob>;

/** Tries of a job that the runner itself could not finish; the app's own retries are counted in the job. */
const TRIES_MOST = 1_000;

/** Queues a call of the app, once for a run and step, and answers the job's id; `delayMs` is wall time. */
export async function queueCall(client: Pool | PoolClient, job: CallJob, delayMs = 0): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `select id from ${WORKER_SCHEMA}.add_job('call', $1::json, run_at := now() + $2 * interval '1 millisecond',
      max_attempts := $4, job_key := $3)`,
    [JSON.stringify(job), delayMs, `${job.runId}:${job.stepId}`, TRIES_MOST],
  );
  return rows[0]?.id ?? '';
}

/** Whether a call is queued and nobody makes it yet. */
export async function isQueued(client: PoolClient, job: CallJob): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from ${WORKER_SCHEMA}.jobs where key = $1 and locked_at is null limit 1`,
    [`${job.runId}:${job.stepId}`],
  );
  return rowCount === 1;
}

/** Removes jobs that were replaced while they ran and then lost their runner: they can never run again. */
export async function removeDeadJobs(pool: Pool): Promise<void> {
  await pool.query(
    `select ${WORKER_SCHEMA}.complete_jobs(
      array(select id from ${WORKER_SCHEMA}.jobs where attempts >= max_attempts and locked_at is null))`,
  );
}

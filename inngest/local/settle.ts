import type { PoolClient } from 'pg';
import { queueCall } from './jobs';

/**
 * Keeps a step's result; when nothing of the run is pending any more, or the step is in a race, the run is called again.
 * The run's row is locked first: of two steps that end at the same moment each would otherwise see the other pending, and
 * nobody would call.
 */
export async function settleStep(
  client: PoolClient,
  input: { runId: string; stepId: string; result: unknown },
): Promise<boolean> {
  if (!(await lockRunning(client, input.runId))) return false;
  const { rows } = await client.query<{ race: boolean }>(
    `update inngest_local.steps set status = 'done', result = $3, seq = nextval('inngest_local.step_seq')
      where run_id = $1 and id = $2 and status <> 'done' returning race`,
    [input.runId, input.stepId, JSON.stringify(input.result ?? null)],
  );
  const [step] = rows;
  if (step === undefined) return false;
  const pending = await client.query(
    `select 1 from inngest_local.steps where run_id = $1 and status <> 'done' limit 1`,
    [input.runId],
  );
  if (pending.rowCount === 0 || step.race) await queueCall(client, { runId: input.runId, stepId: 'step', attempt: 0 });
  return true;
}

/** Locks a run that has not ended; false when it has. */
export async function lockRunning(client: PoolClient, runId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from inngest_local.runs where id = $1 and status = 'Running' for update`,
    [runId],
  );
  return rowCount === 1;
}

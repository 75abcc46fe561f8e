import type { PoolClient } from 'pg';
import type { Op } from './read-reply';
import type { World } from './world';
import { transaction } from './world';

/**
 * Keeps the steps that a call under way has finished so far. Answers false when the call should end there: its run has
 * ended, a later call has begun, or the runner that made it is gone. In the last case the step is kept all the same: it
 * was done, and as nobody else has been called yet it need not be done again.
 */
export async function keepCheckpoint(
  world: World,
  input: { runId: string; generation: number; steps: Op[] },
): Promise<boolean> {
  return transaction(world.pool, async (client) => {
    const { rows } = await client.query<{ generation: number; dispatched: number }>(
      `select generation, dispatched from inngest_local.runs where id = $1 and status = 'Running' for update`,
      [input.runId],
    );
    const [run] = rows;
    if (run === undefined || run.dispatched !== input.generation) return false;
    for (const op of input.steps) if (op.op === 'StepRun' || op.op === 'Step') await keepStep(client, input.runId, op);
    return run.generation === input.generation;
  });
}

async function keepStep(client: PoolClient, runId: string, op: Op): Promise<void> {
  await client.query(
    `insert into inngest_local.steps (run_id, id, name, op, status, result, seq)
      values ($1, $2, $3, $4, 'done', $5, nextval('inngest_local.step_seq')) on conflict (run_id, id) do nothing`,
    [runId, op.id, op.displayName ?? op.name ?? null, op.op, JSON.stringify({ data: op.data ?? null })],
  );
}

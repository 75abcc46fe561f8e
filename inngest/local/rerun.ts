import type { FunctionConfig } from './function-config';
import type { Answer } from './http-answer';
import { refused } from './http-answer';
import { startRun } from './start-run';
import type { RunnerEvent, World } from './world';
import { transaction } from './world';

interface Ended {
  functionId: string;
  event: RunnerEvent;
  events: RunnerEvent[] | null;
  status: string;
}

/**
 * Starts a failed or cancelled run anew: another run of the same function with the same events, from the first step on.
 * Refuses while an earlier repetition is still running, and what the function's own limits refuse.
 */
export async function rerun(world: World, runId: string): Promise<Answer> {
  const answer = await transaction(world.pool, async (client) => {
    // Locked, so that two who ask at the same moment do not both start one.
    const { rows } = await client.query<Ended>(
      `select function_id as "functionId", event, events, status from inngest_local.runs where id = $1 for update`,
      [runId],
    );
    const [run] = rows;
    if (run === undefined) return refused(404, 'run not found');
    if (run.status === 'Running') return refused(409, 'the run has not ended yet');
    if (run.status === 'Completed') return refused(409, 'the run has done its work');
    const config = world.functions.get(run.functionId);
    if (config === undefined) return refused(409, 'the app does not have this function at the moment');
    const { rowCount } = await client.query(
      `select 1 from inngest_local.runs where retry_of = $1 and status = 'Running' limit 1`,
      [runId],
    );
    if (rowCount === 1) return refused(409, 'a run that repeats it is still running');
    const id = await startRun(client, world, config, { events: run.events ?? [run.event], retryOf: runId });
    if (id === null) return refused(409, heldBack(config));
    return { status: 200, body: { data: { run_id: id } } };
  });
  world.nudge();
  return answer;
}

/** Which of a function's limits may have kept a run from starting. */
function heldBack({ idempotency, rateLimit, singleton }: FunctionConfig): string {
  const reasons = [
    idempotency === undefined ? [] : ['its idempotency key was used in the last 24 hours'],
    rateLimit === undefined ? [] : ['its rate limit is reached'],
    singleton === undefined ? [] : ['another run of its singleton is running'],
  ];
  return `the function does not take it again: ${reasons.flat().join(', or ')}`;
}

import { Gate, placesOf } from './gate';
import type { CallJob } from './jobs';
import { hurry, queueCall } from './jobs';
import { runCall } from './run-call';
import type { RunnerEvent, World } from './world';

/** A job that waits for a place is told when one is free; should that word be lost, it asks again after this time. */
const ASK_AGAIN_MS = 5_000;
/** Wall time until a call that the runner itself failed to make or follow is made again. */
const FAILED_AGAIN_MS = 2_000;

export interface Dispatcher {
  dispatch(job: CallJob): Promise<void>;
  callsUnderWay(): number;
}

/** Makes calls of the app within the functions' concurrency limits; one that finds no place is queued again. */
export function dispatcher(world: World): Dispatcher {
  const gate = new Gate();
  let underWay = 0;

  async function dispatch(job: CallJob): Promise<void> {
    const run = await findRun(world, job);
    if (run === null) return;
    const places = placesOf(world.functions.get(run.functionId), { ...job, event: run.event });
    const full = gate.enter(places);
    if (full !== null) {
      const jobId = await queueCall(world.pool, job, ASK_AGAIN_MS);
      return hurry(world.pool, [...gate.wait(full, jobId), ...gate.passOn(places.filter((one) => one !== full))]);
    }
    underWay += 1;
    try {
      await runCall(world, job);
    } catch (error) {
      // Our own trouble, not the app's: it must not use up one of the call's attempts, nor graphile's growing delays.
      console.error(JSON.stringify({ level: 'error', msg: 'a call went wrong', ...job, reason: String(error) }));
      await queueCall(world.pool, job, FAILED_AGAIN_MS);
    } finally {
      underWay -= 1;
      await hurry(world.pool, gate.leave(places));
    }
  }
  return { dispatch, callsUnderWay: () => underWay };
}

/** The run to be called; null when it has ended, or the planned step is done: then nothing may be called. */
async function findRun(world: World, job: CallJob): Promise<{ functionId: string; event: RunnerEvent } | null> {
  const { rows } = await world.pool.query<{ functionId: string; event: RunnerEvent }>(
    `select r.function_id as "functionId", r.event from inngest_local.runs r where r.id = $1 and r.status = 'Running'
      and ($2 = 'step' or exists (
        select 1 from inngest_local.steps s where s.run_id = r.id and s.id = $2 and s.status = 'planned'))`,
    [job.runId, job.stepId],
  );
  return rows[0] ?? null;
}

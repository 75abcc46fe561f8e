import { setTimeout as sleep } from 'node:timers/promises';
import { enterPlaces, placesOf, releasePlaces } from './gate';
import type { CallJob } from './jobs';
import { queueCall } from './jobs';
import { runCall } from './run-call';
import type { RunnerEvent, World } from './world';
import { persistently, transaction } from './world';

/** Wall time until a call that the runner itself failed to make or follow is made again. */
const FAILED_AGAIN_MS = 2_000;

export interface Dispatcher {
  dispatch(job: CallJob): Promise<void>;
  callsUnderWay(): number;
  /** Jobs in hand: those under way, and those that look for their place or give it back. */
  jobsInHand(): number;
}

/** Makes calls of the app within the functions' concurrency limits; one that finds no place is parked. */
export function dispatcher(world: World): Dispatcher {
  let underWay = 0;
  let inHand = 0;
  async function take(job: CallJob): Promise<void> {
    const run = await findRun(world, job);
    if (run === null) return;
    const places = placesOf(world.functions.get(run.functionId), run.event);
    if (places.length > 0) {
      const enter = { job, places, process: world.processId, rank: run.rank };
      if (!(await transaction(world.pool, (client) => enterPlaces(client, enter)))) return;
    }
    underWay += 1;
    try {
      await runCall(world, job);
    } catch (error) {
      // Our own trouble, not the app's: it must not use up one of the call's attempts, nor graphile's growing delays.
      console.error(JSON.stringify({ level: 'error', msg: 'a call went wrong', ...job, reason: String(error) }));
      await queueCall(world.pool, job, FAILED_AGAIN_MS);
      world.lookForCalls(FAILED_AGAIN_MS);
    } finally {
      underWay -= 1;
      if (places.length > 0) await release(world, job);
    }
  }
  async function dispatch(job: CallJob): Promise<void> {
    inHand += 1;
    try {
      await take(job);
    } finally {
      inHand -= 1;
    }
  }
  return { dispatch, callsUnderWay: () => underWay, jobsInHand: () => inHand };
}

/** A place that is not given back is lost until this process ends: it is tried until the database is there again. */
async function release(world: World, job: CallJob): Promise<void> {
  for (;;) {
    try {
      return await persistently(world.pool, (client) => releasePlaces(client, job));
    } catch (error) {
      if (world.pool.ending) return;
      console.error(JSON.stringify({ level: 'error', msg: 'a place was not given back', reason: String(error) }));
      await sleep(FAILED_AGAIN_MS);
    }
  }
}

/** The run to be called, ended or not: what waits for its place goes on only when it has been there. */
async function findRun(world: World, job: CallJob) {
  const { rows } = await world.pool.query<{ functionId: string; event: RunnerEvent; rank: Date }>(
    'select function_id as "functionId", event, rank from inngest_local.runs where id = $1',
    [job.runId],
  );
  return rows[0] ?? null;
}

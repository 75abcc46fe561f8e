import type { PoolClient } from 'pg';
import { compileKey } from './expression';
import type { FunctionConfig } from './function-config';
import { concurrencyOf } from './function-config';
import type { CallJob } from './jobs';
import { queueCall } from './jobs';
import type { RunnerEvent } from './world';

/** Something of which a limited number of calls may be under way at a time, in all processes together. */
export interface Place {
  name: string;
  limit: number;
}

/** The places that a call needs: one a concurrency limit of its function. They count calls: a run that sleeps has none. */
export function placesOf(config: FunctionConfig | undefined, event: RunnerEvent): Place[] {
  const limits = config === undefined ? [] : concurrencyOf(config);
  return limits.map(({ limit, key, sharedBy }, index) => ({
    limit,
    name: key === null ? `${sharedBy}:${index}` : `${sharedBy}:${key}:${compileKey(key)({ event })}`,
  }));
}

/**
 * Takes one of every place, or none. Where one is full the call is parked, durably, and queued again by whoever leaves; of
 * those that wait for a place the first in rank goes first. Answers whether the call may be made.
 */
export async function enterPlaces(
  client: PoolClient,
  input: { job: CallJob; places: Place[]; process: number; rank: Date },
): Promise<boolean> {
  const { job, places } = input;
  const names = places.map((place) => place.name);
  await lockPlaces(client, names);
  const { rows } = await client.query<{ place: string; taken: number }>(
    `select place, count(*)::int as taken from inngest_local.holders
      where place = any($1) and (run_id, step_id) <> ($2, $3) group by place`,
    [names, job.runId, job.stepId],
  );
  const isFull = ({ name, limit }: Place) => (rows.find((row) => row.place === name)?.taken ?? 0) >= limit;
  const full = places.find(isFull);
  if (full === undefined) {
    await client.query(
      `insert into inngest_local.holders (place, run_id, step_id, process) select name, $2, $3, $4 from unnest($1::text[]) name
        on conflict (place, run_id, step_id) do update set process = excluded.process`,
      [names, job.runId, job.stepId, input.process],
    );
    return true;
  }
  await client.query(
    `insert into inngest_local.parked (run_id, step_id, attempt, place, rank) values ($1, $2, $3, $4, $5)
      on conflict (run_id, step_id) do update set attempt = excluded.attempt, place = excluded.place`,
    [job.runId, job.stepId, job.attempt, full.name, input.rank],
  );
  // It may have been called for one of the others, which it does not take after all.
  for (const place of places) if (place !== full && !isFull(place)) await callNext(client, place.name);
  return false;
}

/** Gives back the places of a call, or of a process that has died, and queues those that wait for them, one a place. */
export async function releasePlaces(
  client: PoolClient,
  of: { runId: string; stepId: string } | { process: number },
): Promise<void> {
  const [where, values] =
    'process' in of ? ['process = $1', [of.process]] : ['(run_id, step_id) = ($1, $2)', [of.runId, of.stepId]];
  const { rows } = await client.query<{ place: string }>(
    `select place from inngest_local.holders where ${where} order by place`,
    values,
  );
  const names = rows.map((row) => row.place);
  await lockPlaces(client, names);
  await client.query(`delete from inngest_local.holders where ${where}`, values);
  for (const name of names) await callNext(client, name);
}

/** Until the transaction ends; always in one order. */
async function lockPlaces(client: PoolClient, names: string[]): Promise<void> {
  for (const name of [...new Set(names)].toSorted())
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [name]);
}

async function callNext(client: PoolClient, place: string): Promise<void> {
  const { rows } = await client.query<CallJob>(
    `delete from inngest_local.parked where (run_id, step_id) =
      (select run_id, step_id from inngest_local.parked where place = $1 order by rank, seq limit 1 for update skip locked)
      returning run_id as "runId", step_id as "stepId", attempt`,
    [place],
  );
  for (const job of rows) await queueCall(client, job);
}

import type { Pool, PoolClient } from 'pg';
import { releasePlaces } from './gate';
import { WORKER_SCHEMA } from './schema';
import { LOCK } from './seat';
import { transaction } from './world';

/** A process says in this time which queue is its own; a job of a queue that nobody has claimed by then is free. */
const CLAIM_MS = 5_000;

/**
 * Takes over from the processes that have died: their jobs and places are free at once, and the calls they left in the app
 * are stale from here on: the SDK ends them with the step they are at, instead of running on beside the call that takes
 * their place. Any process may do it, several at once too. Answers whether there was one.
 */
export async function takeOverDead(pool: Pool, ownId: number): Promise<boolean> {
  const { rows } = await pool.query<{ id: number }>('select id from inngest_local.processes where id <> $1', [ownId]);
  let taken = false;
  for (const { id } of rows) taken = (await transaction(pool, (client) => takeOver(client, id))) || taken;
  return taken;
}

async function takeOver(client: PoolClient, id: number): Promise<boolean> {
  const lock = await client.query<{ ok: boolean }>('select pg_try_advisory_xact_lock($1, $2) as ok', [LOCK, id]);
  if (lock.rows[0]?.ok !== true) return false;
  const { rows } = await client.query<{ poolIds: string[] }>(
    'delete from inngest_local.processes where id = $1 returning pool_ids as "poolIds"',
    [id],
  );
  const [dead] = rows;
  if (dead === undefined) return false;
  await client.query('update inngest_local.runs set generation = generation + 1, caller = null where caller = $1', [
    id,
  ]);
  await releasePlaces(client, { process: id });
  await client.query(`select ${WORKER_SCHEMA}.force_unlock_workers($1)`, [dead.poolIds]);
  return true;
}

/** Frees the jobs of a process that died before it could say which queue was its own. */
export async function freeUnclaimed(pool: Pool): Promise<void> {
  await pool.query(
    `select ${WORKER_SCHEMA}.force_unlock_workers(array(select distinct locked_by from ${WORKER_SCHEMA}.jobs
      where locked_at < now() - $1 * interval '1 millisecond'
        and locked_by not in (select unnest(pool_ids) from inngest_local.processes)))`,
    [CLAIM_MS],
  );
}

/** Says which queue is this process's own. */
export async function claimPool(pool: Pool, ownId: number, poolId: string): Promise<void> {
  await pool.query('update inngest_local.processes set pool_ids = array_append(pool_ids, $2) where id = $1', [
    ownId,
    poolId,
  ]);
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { createSchema } from './schema';
import { createQueue } from './worker';
import { isPassing } from './world';

/** The class of the processes' locks, and the one lock of the process that leads. */
export const LOCK = 726_102;
const NUDGE = 'inngest_local_nudge';
const TRIES = 80;
const TRY_AGAIN_MS = 250;

/**
 * A process's place among those that share a database: a number, and a lock on it that goes with its connection, so that
 * the others see when it has died. One of them leads: it alone fires the timers.
 */
export interface Seat {
  id: number;
  /** Rejects when the connection is lost, and with it the locks. */
  lost: Promise<never>;
  isLeading(): boolean;
  /** Takes the lead when nobody has it. */
  tryLead(): Promise<boolean>;
  release(): void;
}

/** Creates the tables if need be and takes a seat; `onNudge` is called when another process has something for the timers. */
export async function takeSeat(pool: Pool, onNudge: () => void): Promise<Seat> {
  const client = await connect(pool);
  try {
    // Two processes that start at once would both create the tables.
    await client.query('select pg_advisory_lock($1, 0)', [LOCK]);
    await createSchema(client);
    await createQueue(pool);
    await client.query('select pg_advisory_unlock($1, 0)', [LOCK]);
    const { rows } = await client.query<{ id: number }>(`select nextval('inngest_local.process_seq')::int as id`);
    const id = rows[0]?.id ?? 0;
    await client.query('select pg_advisory_lock($1, $2)', [LOCK, id]);
    await client.query('insert into inngest_local.processes (id) values ($1)', [id]);
    client.on('notification', onNudge);
    await client.query(`listen ${NUDGE}`);
    return seatOf(client, id);
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Tells the process that leads to look at its timers. */
export async function nudgeLeader(pool: Pool): Promise<void> {
  await pool.query('select pg_notify($1, $2)', [NUDGE, '']);
}

function seatOf(client: PoolClient, id: number): Seat {
  let leading = false;
  const lost = new Promise<never>((_, reject) => {
    client.once('end', () => reject(new Error('the connection that holds the locks is gone')));
  });
  return {
    id,
    lost,
    isLeading: () => leading,
    async tryLead() {
      if (leading) return true;
      const { rows } = await client.query<{ ok: boolean }>('select pg_try_advisory_lock($1) as ok', [LOCK]);
      leading = rows[0]?.ok === true;
      return leading;
    },
    release: () => client.release(true),
  };
}

/** A database that is starting is waited for: the runner and it may be started again at the same time. */
async function connect(pool: Pool): Promise<PoolClient> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await pool.connect();
    } catch (error) {
      if (tries >= TRIES || !isPassing(error)) throw error;
      await sleep(TRY_AGAIN_MS);
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { isPassing } from './world';

/** One runner a database; the lock goes with the connection that holds it. */
const LOCK = 726_102;
const TRIES = 80;
const TRY_AGAIN_MS = 250;

export interface DatabaseLock {
  /** Rejects when the connection is lost, and with it the lock. */
  lost: Promise<never>;
  release(): void;
}

/** Takes the lock that makes this process the only runner of its database; throws when another keeps it. */
export async function takeDatabaseLock(pool: Pool): Promise<DatabaseLock> {
  const client = await connect(pool);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { rows } = await client.query<{ ok: boolean }>('select pg_try_advisory_lock($1) as ok', [LOCK]);
    if (rows[0]?.ok) {
      const lost = new Promise<never>((_, reject) => {
        client.once('end', () => reject(new Error('the connection that holds the lock is gone')));
      });
      return { lost, release: () => client.release(true) };
    }
    // A runner that was killed may still have its session for a moment.
    await sleep(TRY_AGAIN_MS);
  }
  client.release(true);
  throw new Error('another runner drives this database');
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

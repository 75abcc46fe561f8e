import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { FollowedClock } from './app-clock';
import type { FunctionConfig } from './function-config';

/** What every part of the runner works with. */
export interface World {
  pool: Pool;
  clock: FollowedClock;
  /** The app's endpoint. */
  appUrl: string;
  eventKey: string;
  signingKey: string;
  /** App time that passes after a turn of a cron at `now` before its next one is looked for: 0, or more to thin out sweepers. */
  cronGapMs(now: Date, functionId: string): number;
  /** This process's number among those that share the database. */
  processId: number;
  functions: Map<string, FunctionConfig>;
  /** What the last sync came to, for whoever looks at the runner. */
  sync: { syncedAt: Date | null; problem: string | null };
  /** Lets the timers look now, not at their next turn. */
  nudge(): void;
  /** Looks for calls in so many ms of wall time: one has been queued for then. */
  lookForCalls(inMs: number): void;
}

/** An event on its way, as the SDK sends and receives it. */
export interface RunnerEvent {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user?: Record<string, unknown>;
}

const RETRIES_MOST = 40;
const RETRY_MS = 250;

/** Runs `work` in one transaction. */
export async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * The same, tried again for ten seconds while the database is away or two transactions stand in each other's way: what
 * the app answered must not be lost. `work` may have been committed already when it runs again.
 */
export async function persistently<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction(pool, work);
    } catch (error) {
      if (tries >= RETRIES_MOST || !isPassing(error)) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/** The app's time; callers run only when it is known. */
export function appNow(world: World): Date {
  const now = world.clock.now();
  if (now === null) throw new Error('the app’s time is not known yet');
  return now;
}

/** Lost connections, a database that is starting or stopping, deadlocks. */
export function isPassing(error: unknown): boolean {
  const code = z.object({ code: z.string() }).safeParse(error).data?.code;
  if (code === undefined) return error instanceof Error && /connection/i.test(error.message);
  return /^(08|57|40)/.test(code) || /^E[A-Z]+$/.test(code);
}

import type { Pool } from 'pg';
import { WORKER_SCHEMA } from './schema';

/** What a runner has to do: something now, and the next thing that falls due in app time. */
export interface Ahead {
  /** A call of the app is queued or under way, or something is due that has not been looked at. */
  busy: boolean;
  /** The next event, sleep, time-out of a wait or held start; null when there is none. */
  nextAt: Date | null;
  /** The next turn of a cron; null when there is none. */
  nextCronAt: Date | null;
}

/** Something is in flight, whatever else there is. */
export const BUSY: Ahead = { busy: true, nextAt: null, nextCronAt: null };

/** Looks whether anything is in flight at `now` (app time), and when the next thing falls due. */
export async function lookAhead(pool: Pool, now: Date | null): Promise<Ahead> {
  if (now === null) return BUSY;
  const { rows } = await pool.query<{ calls: boolean; next: Date | null; cron: Date | null }>(
    `select exists (select 1 from ${WORKER_SCHEMA}.jobs) as calls,
      least((select min(due_at) from inngest_local.events where handled_at is null),
        (select min(wake_at) from inngest_local.steps where status = 'waiting'),
        (select min(start_at) from inngest_local.runs where status = 'Running' and start_at is not null),
        (select min(due_at) from inngest_local.gathering)) as next,
      (select min(next_at) from inngest_local.crons) as cron`,
    [],
  );
  const { calls = false, next = null, cron = null } = rows[0] ?? {};
  const isDue = (at: Date | null) => at !== null && at <= now;
  return { busy: calls || isDue(next) || isDue(cron), nextAt: next, nextCronAt: cron };
}

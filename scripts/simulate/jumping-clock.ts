import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client';
import type { FollowedClock } from '../../inngest/local/app-clock';

/** The clock of a play: one instant that the database's row, the runner and the world share, moved by hand alone. */
export interface JumpingClock {
  now(): Date;
  /** What the runner follows. */
  forRunner: FollowedClock;
  moveTo(at: Date): Promise<void>;
}

/** Sets the clock row to a jumping clock that shows `start`. */
export async function startJumpingClock(owner: Database, start: Date): Promise<JumpingClock> {
  let now = start;
  const write = () =>
    owner.orm.execute(sql`insert into clock (id, mode, real_origin, app_origin, speed)
      values (1, 'jumping', clock_timestamp(), ${now.toISOString()}::timestamptz, 1)
      on conflict (id) do update set mode = 'jumping', speed = 1, real_origin = excluded.real_origin, app_origin = excluded.app_origin`);
  await write();
  const forRunner = {
    now: () => now,
    known: async () => now,
    // It stands still: no waiting brings the moment nearer.
    wallMsUntil: (at: Date) => (at > now ? Number.POSITIVE_INFINITY : 0),
    stop: () => undefined,
  };
  return {
    now: () => now,
    forRunner,
    async moveTo(at) {
      if (at < now)
        throw new Error(`the clock stands at ${now.toISOString()} and was to go back to ${at.toISOString()}`);
      now = at;
      await write();
    },
  };
}

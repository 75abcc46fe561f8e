import { sql } from 'drizzle-orm';
import type { Database } from '../client';
import { outsideWorkspaces, rowsOf } from '../client';
import { clock } from '../schema/clock';

/** The clock row and the database's real time at the same instant. Throws when the row is missing: no clock, no sending. */
export async function readClock(db: Database) {
  return outsideWorkspaces(db, async (tx) => {
    const [row] = await tx.select().from(clock);
    const [real] = await rowsOf<{ now: string }>(tx, sql`select clock_timestamp() as now`);
    if (!row || !real) throw new Error('the clock row is missing');
    return {
      mode: row.mode,
      realOrigin: row.realOrigin,
      appOrigin: row.appOrigin,
      speed: row.speed,
      realNow: new Date(real.now),
    };
  });
}

/** Moves a scaled clock forward to `to`; a moment in the past changes nothing, a real clock refuses. */
export async function jumpClock(db: Database, to: Date): Promise<void> {
  await outsideWorkspaces(db, (tx) => tx.execute(sql`select clock_jump(${to.toISOString()}::timestamptz)`));
}

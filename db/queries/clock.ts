import { getTableColumns, sql } from 'drizzle-orm';
import type { Database } from '../client';
import { outsideWorkspaces } from '../client';
import { clock } from '../schema/clock';

/** The clock row and the database's real time at the same instant. Throws when the row is missing: no clock, no sending. */
export async function readClock(db: Database) {
  // One statement is its own transaction, and every request and every turn of the engine begins with this one.
  const [row] = await db.orm.select({ ...getTableColumns(clock), realNow: sql<string>`clock_timestamp()` }).from(clock);
  if (!row) throw new Error('the clock row is missing');
  const { mode, realOrigin, appOrigin, speed } = row;
  return { mode, realOrigin, appOrigin, speed, realNow: new Date(row.realNow) };
}

/** Moves a scaled clock forward to `to`; a moment in the past changes nothing, a real clock refuses. */
export async function jumpClock(db: Database, to: Date): Promise<void> {
  await outsideWorkspaces(db, (tx) => tx.execute(sql`select clock_jump(${to.toISOString()}::timestamptz)`));
}

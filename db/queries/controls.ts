import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { accounts } from '../schema/accounts';
import { controls } from '../schema/controls';

export type ControlRow = typeof controls.$inferSelect;

/** What a stop holds: everything, one kind of action, one account or one campaign. */
export type StopTarget =
  | { scope: 'workspace' }
  | { scope: 'action'; action: string }
  | { scope: 'account'; id: string }
  | { scope: 'campaign'; id: string };

const at = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** Makes people who stop or resume at the same moment wait for each other until the transaction ends. */
export async function lockStops(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`stops:${workspaceId}`}, 726103))`);
}

/** Waits for every dispatch of the workspace that is under way, and holds off new ones until the transaction ends. */
export async function lockWorkspace(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  await tx.execute(sql`select 1 from workspaces where id = ${workspaceId} for update`);
  await tx.execute(sql`update workspaces set control_changed_at = ${at(now)} where id = ${workspaceId}`);
}

/** Whether the database gave up waiting for a lock (5 s, see `openDatabase`). */
export function isLockTimeout(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === '55P03';
}

/** The stops in force at `now`, the oldest first; with a target only its own. */
export async function stopsInForce(tx: Tx, now: Date, target?: StopTarget): Promise<ControlRow[]> {
  return tx
    .select()
    .from(controls)
    .where(
      and(
        isNull(controls.endedAt),
        or(isNull(controls.until), gt(controls.until, now)),
        target === undefined ? undefined : eq(controls.scope, target.scope),
        target?.scope === 'action' ? eq(controls.action, target.action) : undefined,
        target?.scope === 'account' || target?.scope === 'campaign' ? eq(controls.targetId, target.id) : undefined,
      ),
    )
    .orderBy(asc(controls.stoppedAt), asc(controls.id));
}

export async function insertStop(tx: Tx, row: typeof controls.$inferInsert): Promise<void> {
  await tx.insert(controls).values(row);
}

export async function setStopEnd(tx: Tx, id: string, until: Date | null, reason: string | null): Promise<void> {
  await tx.update(controls).set({ until, reason }).where(eq(controls.id, id));
}

export async function endStop(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  await tx.update(controls).set({ endedAt: now, endedBy: by }).where(eq(controls.id, id));
}

/** Sends of the target whose call has begun and has no answer yet. */
export async function dispatchingOf(tx: Tx, target: StopTarget): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select id from sends where state = 'dispatching' and ${matches(target)} order by id`,
  );
  return rows.map((row) => row.id);
}

function matches(target: StopTarget) {
  switch (target.scope) {
    case 'workspace':
      return sql`true`;
    case 'action':
      return sql`action = ${target.action}`;
    case 'account':
      return sql`account_id = ${target.id}`;
    case 'campaign':
      return sql`campaign_id = ${target.id}`;
  }
}

/** The hours of every account that sends, for finding the next morning. */
export async function runningSchedules(tx: Tx) {
  return tx
    .select({ timeZone: accounts.timeZone, workingHours: accounts.workingHours, daysOff: accounts.daysOff })
    .from(accounts)
    .where(and(eq(accounts.state, 'running'), isNull(accounts.pausedAt)));
}

/** Moves the clock in the caller's transaction, so that the jump and its audit row stand or fall together. */
export async function moveClock(tx: Tx, to: Date): Promise<void> {
  await tx.execute(sql`select clock_jump(${at(to)})`);
}

import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Database, Tx } from '../client';
import { outsideWorkspaces, rowsOf } from '../client';
import { providerEvents } from '../schema/provider-events';

export type ProviderEventRow = typeof providerEvents.$inferSelect;

/** Whose account a provider speaks of: one row per workspace that has connected it. */
export async function workspacesOfProviderAccount(db: Database, providerAccountId: string) {
  return outsideWorkspaces(db, (tx) =>
    rowsOf<{ workspaceId: string; accountId: string }>(
      tx,
      sql`select workspace_id as "workspaceId", account_id as "accountId" from system_workspaces_of_provider_account(${providerAccountId})`,
    ),
  );
}

/** The workspace in which a connection with this state was begun. */
export async function workspaceOfLink(db: Database, stateHash: string): Promise<string | null> {
  const [row] = await outsideWorkspaces(db, (tx) =>
    rowsOf<{ id: string | null }>(tx, sql`select system_workspace_of_link(${stateHash}) as id`),
  );
  return row?.id ?? null;
}

/** Stores an event once; false when it was there already. */
export async function insertProviderEvent(tx: Tx, row: typeof providerEvents.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(providerEvents).values(row).onConflictDoNothing().returning({ id: providerEvents.id });
  return rows.length > 0;
}

export async function providerEventById(tx: Tx, id: string): Promise<ProviderEventRow | null> {
  const [row] = await tx.select().from(providerEvents).where(eq(providerEvents.id, id));
  return row ?? null;
}

/** The event, locked, when it has not been applied yet: two workers apply it once. */
export async function lockUnapplied(tx: Tx, id: string): Promise<ProviderEventRow | null> {
  const [row] = await tx
    .select()
    .from(providerEvents)
    .where(and(eq(providerEvents.id, id), isNull(providerEvents.appliedAt)))
    .for('update');
  return row ?? null;
}

export async function markApplied(tx: Tx, id: string, change: { appliedAt: Date; outcome: string }): Promise<void> {
  await tx.update(providerEvents).set(change).where(eq(providerEvents.id, id));
}

export async function countAttempt(tx: Tx, id: string): Promise<void> {
  await tx
    .update(providerEvents)
    .set({ attempts: sql`${providerEvents.attempts} + 1` })
    .where(eq(providerEvents.id, id));
}

/** Events that nothing has applied since `before`; those that failed too often wait for a person. */
export async function unappliedEvents(tx: Tx, input: { before: Date; attemptsMax: number; limit: number }) {
  const rows = await tx
    .select({ id: providerEvents.id })
    .from(providerEvents)
    .where(
      and(
        isNull(providerEvents.appliedAt),
        lt(providerEvents.receivedAt, input.before),
        lt(providerEvents.attempts, input.attemptsMax),
      ),
    )
    .orderBy(asc(providerEvents.receivedAt))
    .limit(input.limit);
  return rows.map((row) => row.id);
}

import { asc, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { accounts } from '../schema/accounts';
import { limitChanges } from '../schema/limit-changes';
import type { AccountRow } from './sending-days';

export type LimitChangeRow = typeof limitChanges.$inferSelect;

/** Every change of the workspace's limits, in the order they were made. */
export async function limitChangeRows(tx: Tx): Promise<LimitChangeRow[]> {
  return tx.select().from(limitChanges).orderBy(asc(limitChanges.version));
}

export async function insertLimitChange(tx: Tx, row: typeof limitChanges.$inferInsert): Promise<void> {
  await tx.insert(limitChanges).values(row);
}

/** Makes whoever changes limits wait for the days that are being opened, and hold off further ones. Before any account. */
export async function lockLimits(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`limits:${workspaceId}`}, 726104))`);
}

/** Keeps the limits as they are until the transaction ends. Before any account. */
export async function holdLimits(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${`limits:${workspaceId}`}, 726104))`);
}

/** The accounts of a network that are not removed, locked against every reservation, in the order of their ids. */
export async function lockAccountsOf(tx: Tx, provider: AccountRow['provider']): Promise<AccountRow[]> {
  return tx
    .select()
    .from(accounts)
    .where(sql`${accounts.provider} = ${provider} and ${accounts.state} <> 'removed'`)
    .orderBy(asc(accounts.id))
    .for('update');
}

/** Cap and use of a budget of the account itself, or null where no day has opened it yet. */
export async function budgetState(
  tx: Tx,
  input: { accountId: string; key: string },
): Promise<{ cap: number; used: number } | null> {
  const [row] = await rowsOf<{ cap: number; used: number }>(
    tx,
    sql`select cap, used from budgets where account_id = ${input.accountId} and key = ${input.key} and campaign_id = ''`,
  );
  return row ?? null;
}

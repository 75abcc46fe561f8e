import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { accountLinks } from '../schema/account-links';
import { accounts } from '../schema/accounts';

export type AccountLinkRow = typeof accountLinks.$inferSelect;

/** A pending connection, locked, when its state is unused and has not expired (wall time). */
export async function lockOpenLink(tx: Tx, stateHash: string): Promise<AccountLinkRow | null> {
  const [row] = await tx
    .select()
    .from(accountLinks)
    .where(
      and(
        eq(accountLinks.stateHash, stateHash),
        isNull(accountLinks.usedAt),
        sql`${accountLinks.expiresAt} > clock_timestamp()`,
      ),
    )
    .for('update');
  return row ?? null;
}

/** Uses a link up: its state connects nothing again. */
export async function closeLink(tx: Tx, stateHash: string, accountId: string): Promise<void> {
  await tx
    .update(accountLinks)
    .set({ usedAt: sql`clock_timestamp()`, accountId })
    .where(eq(accountLinks.stateHash, stateHash));
}

export async function insertAccount(tx: Tx, row: typeof accounts.$inferInsert): Promise<void> {
  await tx.insert(accounts).values(row);
}

import { and, eq } from 'drizzle-orm';
import type { Tx } from '../client';
import { accounts } from '../schema/accounts';
import { sends } from '../schema/sends';

/** Running LinkedIn accounts of one owner, or of everybody. */
export async function accountsOfOwner(tx: Tx, ownerId: string | null) {
  return tx
    .select()
    .from(accounts)
    .where(
      and(
        eq(accounts.provider, 'linkedin'),
        eq(accounts.state, 'running'),
        ownerId === null ? undefined : eq(accounts.ownerId, ownerId),
      ),
    )
    .orderBy(accounts.id);
}

export type AnsweredInvitation = NonNullable<Awaited<ReturnType<typeof answerMade>>>;

/** What an account has answered to an invitation, if it has. */
export async function answerMade(tx: Tx, key: { enrolmentId: string; stepKey: string }) {
  const [row] = await tx
    .select({ id: sends.id, action: sends.action, state: sends.state, settledAt: sends.settledAt })
    .from(sends)
    .where(and(eq(sends.enrolmentId, key.enrolmentId), eq(sends.stepKey, key.stepKey)));
  return row ?? null;
}

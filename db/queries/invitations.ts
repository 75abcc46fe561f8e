import { and, desc, eq, gt } from 'drizzle-orm';
import type { Tx } from '../client';
import { invitations } from '../schema/invitations';

/** The invitation of an account to a person that still waits for an answer. */
export async function pendingInvitation(tx: Tx, accountId: string, prospectId: string) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(
      and(
        eq(invitations.accountId, accountId),
        eq(invitations.prospectId, prospectId),
        eq(invitations.state, 'pending'),
      ),
    )
    .orderBy(desc(invitations.sentAt))
    .limit(1);
  return row ?? null;
}

/** When an account last withdrew its invitation to a person, if that was after a moment. */
export async function withdrawnSince(
  tx: Tx,
  input: { accountId: string; prospectId: string; since: Date },
): Promise<Date | null> {
  const [row] = await tx
    .select({ at: invitations.withdrawnAt })
    .from(invitations)
    .where(
      and(
        eq(invitations.accountId, input.accountId),
        eq(invitations.prospectId, input.prospectId),
        eq(invitations.state, 'withdrawn'),
        gt(invitations.withdrawnAt, input.since),
      ),
    )
    .orderBy(desc(invitations.withdrawnAt))
    .limit(1);
  return row?.at ?? null;
}

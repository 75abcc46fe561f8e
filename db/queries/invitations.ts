import { and, desc, eq } from 'drizzle-orm';
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

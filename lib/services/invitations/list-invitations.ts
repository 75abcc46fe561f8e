import { listInvitationRows } from '../../../db/queries/sends-api';
import { accountFor, visibleOwner } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/**
 * Invitations that we know of, newest first. Those we sent are rows of ours; received ones are not stored, so that list
 * is empty. A rep sees those of its own accounts.
 */
export async function listInvitations(
  ctx: ServiceContext,
  input: { type?: 'sent' | 'received'; accountId?: string; offset?: number; limit?: number },
) {
  authorise(ctx, 'read');
  const offset = input.offset ?? 0;
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    if (input.accountId !== undefined) await accountFor(tx, ctx, input.accountId);
    if (input.type === 'received') return { items: [], offset, nextOffset: null };
    const rows = await listInvitationRows(tx, {
      accountId: input.accountId ?? null,
      ownerId: visibleOwner(ctx),
      offset,
      limit,
    });
    return {
      items: rows.slice(0, limit).map(({ invitation, fullName }) => ({
        id: invitation.id,
        type: 'sent' as const,
        accountId: invitation.accountId,
        prospectId: invitation.prospectId,
        name: fullName,
        sendId: invitation.sendId,
        state: invitation.state,
        sentAt: invitation.sentAt.toISOString(),
        acceptedAt: invitation.acceptedAt?.toISOString() ?? null,
        withdrawnAt: invitation.withdrawnAt?.toISOString() ?? null,
      })),
      offset,
      nextOffset: rows.length > limit ? offset + limit : null,
    };
  });
}

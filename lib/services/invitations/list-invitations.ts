import { listInvitationRows } from '../../../db/queries/sends-api';
import { latestWithdrawals } from '../../../db/queries/withdrawals';
import { nameOf } from '../../domain/templates/name-of';
import { accountFor, visibleOwner } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeInvitation } from './describe-invitation';
import { listReceived } from './list-received';

/**
 * Invitations, newest first: those we know to be sent are rows of ours, received ones stand in the provider's list. A rep
 * sees those of its own accounts.
 */
export async function listInvitations(
  ctx: ServiceContext,
  input: { type?: 'sent' | 'received'; accountId?: string; offset?: number; limit?: number },
) {
  authorise(ctx, 'read');
  const offset = input.offset ?? 0;
  const limit = input.limit ?? 50;
  if (input.type === 'received') return listReceived(ctx, { accountId: input.accountId, offset, limit });
  return withWorkspace(ctx, async (tx) => {
    if (input.accountId !== undefined) await accountFor(tx, ctx, input.accountId);
    const rows = await listInvitationRows(tx, {
      accountId: input.accountId ?? null,
      ownerId: visibleOwner(ctx),
      offset,
      limit,
    });
    const page = rows.slice(0, limit);
    const last = await latestWithdrawals(
      tx,
      page.map(({ invitation }) => invitation.id),
    );
    return {
      items: page.map(({ invitation, person }) =>
        describeInvitation(invitation, nameOf(person), last.get(invitation.id) ?? null),
      ),
      offset,
      nextOffset: rows.length > limit ? offset + limit : null,
    };
  });
}

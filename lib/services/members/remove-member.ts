import { deleteMember, memberRow } from '../../../db/queries/members';
import { revokeTokensOf } from '../../../db/queries/tokens';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { requireAnotherOwner, requireRank } from './member-rules';

/**
 * Takes a person out of the workspace. Its sessions and the tokens it made end with this commit: each request looks the
 * membership up. Its sending accounts stay, for an admin to look after.
 */
export async function removeMember(ctx: ServiceContext, input: { id: string }): Promise<{ id: string }> {
  authorise(ctx, 'members.write');
  return withWorkspace(ctx, async (tx) => {
    const before = await memberRow(tx, input.id);
    if (before === null) throw new AppError('not_found', 'There is no such member.');
    requireRank(ctx, before.role);
    await requireAnotherOwner(tx, input.id);
    await deleteMember(tx, ctx.actor.workspaceId, input.id);
    const revokedTokens = await revokeTokensOf(tx, input.id, null);
    await emitAudit(tx, ctx, {
      action: 'member.removed',
      objectId: input.id,
      details: { role: before.role, revokedTokens },
    });
    return { id: input.id };
  });
}

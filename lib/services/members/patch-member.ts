import { memberRow, setRole } from '../../../db/queries/members';
import { revokeTokensOf } from '../../../db/queries/tokens';
import type { Role } from '../../domain/access/roles';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeMember } from './list-members';
import { requireAnotherOwner, requireRank } from './member-rules';

/** Gives a member another role, at once for every session. Tokens it made that may do more than that stop working. */
export async function patchMember(ctx: ServiceContext, input: { id: string; role: Role }) {
  authorise(ctx, 'members.write');
  requireRank(ctx, input.role);
  return withWorkspace(ctx, async (tx) => {
    const before = await memberRow(tx, input.id);
    if (before === null) throw new AppError('not_found', 'There is no such member.');
    requireRank(ctx, before.role);
    if (before.role === input.role) return describeMember(before);
    if (before.role === 'owner') await requireAnotherOwner(tx, input.id);
    await setRole(tx, input.id, input.role);
    const revokedTokens = await revokeTokensOf(tx, input.id, input.role);
    await emitAudit(tx, ctx, {
      action: 'member.role_changed',
      objectId: input.id,
      details: { from: before.role, to: input.role, revokedTokens },
    });
    return describeMember({ ...before, role: input.role });
  });
}

import { memberRow, workspaceName } from '../../../db/queries/members';
import { can, PERMISSIONS } from '../../domain/access/roles';
import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** Who asks: the person (none behind a token), its role, its workspace, and everything the role may do. */
export async function getMe(ctx: ServiceContext) {
  authorise(ctx, 'read');
  const { actor } = ctx;
  if (actor.kind !== 'user' && actor.kind !== 'token')
    throw new AppError('forbidden', 'Only people and tokens ask this.');
  return withWorkspace(ctx, async (tx) => {
    const member = actor.kind === 'user' ? await memberRow(tx, actor.userId) : null;
    return {
      user: member && { id: member.id, name: member.name, email: member.email },
      tokenId: actor.kind === 'token' ? actor.tokenId : null,
      role: actor.role,
      workspace: { id: actor.workspaceId, name: await workspaceName(tx, actor.workspaceId) },
      permissions: PERMISSIONS.filter((permission) => can(actor.role, permission)),
    };
  });
}

import { memberRow, putMember } from '../../../db/queries/members';
import type { Role } from '../../domain/access/roles';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeMember } from './list-members';
import { requireRank } from './member-rules';
import { hashPassword, newPassword } from './password';

/**
 * Adds a person and answers its generated password, which is shown this once and never again. `password` is null for
 * somebody who signs in for another workspace already: an admin here may not choose the key to that one.
 */
export async function inviteMember(ctx: ServiceContext, input: { email: string; name: string; role: Role }) {
  authorise(ctx, 'members.write');
  requireRank(ctx, input.role);
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  return withWorkspace(ctx, async (tx) => {
    const { userId, outcome } = await putMember(tx, {
      userId: newId('user'),
      email: input.email.trim().toLowerCase(),
      name: input.name.trim(),
      passwordHash,
      role: input.role,
      now: ctx.now,
    });
    if (outcome === 'member') throw new AppError('conflict', 'This person is a member already.');
    await emitAudit(tx, ctx, { action: 'member.invited', objectId: userId, details: { role: input.role, outcome } });
    const row = await memberRow(tx, userId);
    if (row === null) throw new Error('a member vanished in its own transaction');
    return { member: describeMember(row), password: outcome === 'created' ? password : null };
  });
}

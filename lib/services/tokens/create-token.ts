import { insertToken } from '../../../db/queries/tokens';
import type { Role } from '../../domain/access/roles';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { requireRank } from '../members/member-rules';
import { newToken, TOKEN_DAYS, TOKEN_DAYS_MAX } from './new-token';

/**
 * Makes an API token, at most as mighty as its maker; a token's own tokens end with it. The token itself is answered
 * this once and stored only as its hash. `days` are wall time.
 */
export async function createToken(
  ctx: ServiceContext,
  input: { role: Role; days?: number; name?: string },
): Promise<{ id: string; name: string; role: Role; token: string; expiresAt: string }> {
  authorise(ctx, 'tokens.write');
  requireRank(ctx, input.role);
  const days = input.days ?? TOKEN_DAYS;
  if (!Number.isInteger(days) || days < 1 || days > TOKEN_DAYS_MAX) {
    throw new AppError('validation_failed', `A token works for 1 to ${TOKEN_DAYS_MAX} days.`, {
      fields: [{ path: 'days', message: `Give a whole number from 1 to ${TOKEN_DAYS_MAX}.` }],
    });
  }
  const { id, token, hash } = newToken();
  const name = input.name?.trim() || 'API token';
  return withWorkspace(ctx, async (tx) => {
    const { workspaceId } = ctx.actor;
    const createdBy = actorId(ctx.actor);
    const expiresAt = await insertToken(tx, { workspaceId, id, name, role: input.role, hash, createdBy, days });
    await emitAudit(tx, ctx, { action: 'token.created', objectId: id, details: { role: input.role, days } });
    return { id, name, role: input.role, token, expiresAt: expiresAt.toISOString() };
  });
}

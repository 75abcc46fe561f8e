import { revokeTokenTree, tokenRow } from '../../../db/queries/tokens';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { requireRank } from '../members/member-rules';

/** Ends a token at once, with every token that was made with it. A second time changes nothing. */
export async function revokeToken(
  ctx: ServiceContext,
  input: { id: string },
): Promise<{ id: string; revoked: string[] }> {
  authorise(ctx, 'tokens.write');
  return withWorkspace(ctx, async (tx) => {
    const row = await tokenRow(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such token.');
    requireRank(ctx, row.role);
    const revoked = await revokeTokenTree(tx, input.id);
    if (revoked.length > 0)
      await emitAudit(tx, ctx, { action: 'token.revoked', objectId: input.id, details: { role: row.role, revoked } });
    return { id: input.id, revoked };
  });
}

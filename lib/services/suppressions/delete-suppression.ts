import { lockPeopleOfWorkspace } from '../../../db/queries/prospects';
import {
  isDomainSuppressed,
  liftSuppression,
  suppressAddressesOf,
  suppressionById,
} from '../../../db/queries/suppressions';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/**
 * Lifts a suppression: the handle may be used again, though nobody returns to a campaign by that. It takes the right to
 * resume. The mark of an erased person cannot be lifted; an address below a suppressed domain stays suppressed.
 */
export async function deleteSuppression(ctx: ServiceContext, input: { id: string }): Promise<{ id: string }> {
  authorise(ctx, 'controls.resume');
  return withWorkspace(ctx, async (tx) => {
    await lockPeopleOfWorkspace(tx, ctx.actor.workspaceId);
    const row = await suppressionById(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such suppression.');
    await liftSuppression(tx, row);
    const domain = row.kind === 'email' ? (row.value.split('@')[1] ?? '') : '';
    if (domain !== '' && (await isDomainSuppressed(tx, domain)))
      await suppressAddressesOf(tx, { domain, by: actorId(ctx.actor), now: ctx.now });
    await emitAudit(tx, ctx, { action: 'suppression.lifted', objectId: row.id, details: { kind: row.kind } });
    return { id: row.id };
  });
}

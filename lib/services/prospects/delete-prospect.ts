import {
  deleteProspectRow,
  dispatchingToProspect,
  eraseIdentities,
  identitiesOf,
  lockPeopleOfWorkspace,
  lockProspect,
  stopEnrolmentsOf,
} from '../../../db/queries/prospects';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { erasedKeyOf } from './erased-keys';

/**
 * Erases a person: nothing more is sent to it, its enrolments end, its fields go. Ledger rows stay with ids alone, and
 * keyed hashes of its handles stay suppressed. `dispatching` names the sends whose call had already begun.
 */
export async function deleteProspect(
  ctx: ServiceContext,
  input: { id: string },
): Promise<{ id: string; dispatching: string[] }> {
  authorise(ctx, 'prospects.write');
  return withWorkspace(ctx, async (tx) => {
    await lockPeopleOfWorkspace(tx, ctx.actor.workspaceId);
    await stopEnrolmentsOf(tx, { prospectId: input.id, reason: 'deleted', now: ctx.now });
    if ((await lockProspect(tx, input.id)) === null) throw new AppError('not_found', 'There is no such person.');
    const dispatching = await dispatchingToProspect(tx, input.id);
    const handles = await identitiesOf(tx, [input.id]);
    const suppression = {
      suppressedAt: ctx.now,
      suppressedReason: 'erased',
      suppressedBy: actorId(ctx.actor),
      createdAt: ctx.now,
    };
    const hashes = handles.map((handle) => ({
      workspaceId: handle.workspaceId,
      ...erasedKeyOf(ctx.encryptionKey, handle),
      prospectId: null,
      ...suppression,
    }));
    await eraseIdentities(tx, input.id, hashes);
    await deleteProspectRow(tx, input.id);
    await emitAudit(tx, ctx, { action: 'prospect.deleted', objectId: input.id, details: { dispatching } });
    return { id: input.id, dispatching };
  });
}

import { listById, removeList } from '../../../db/queries/lists';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** Deletes a list, never its people: they stay in the workspace and in the campaigns that they take part in. */
export async function deleteList(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'prospects.write');
  return withWorkspace(ctx, async (tx) => {
    if ((await listById(tx, input.id)) === null) throw new AppError('not_found', 'There is no such list.');
    await removeList(tx, input.id);
    await emitAudit(tx, ctx, { action: 'list.deleted', objectId: input.id, details: {} });
    return { id: input.id };
  });
}

import { listById, listByName, memberCount, updateList } from '../../../db/queries/lists';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** Gives a list another name; one that is taken by another list, in whatever case, is refused. */
export async function renameList(ctx: ServiceContext, input: { id: string; name: string }) {
  authorise(ctx, 'prospects.write');
  return withWorkspace(ctx, async (tx) => {
    const list = await listById(tx, input.id);
    if (list === null) throw new AppError('not_found', 'There is no such list.');
    const taken = await listByName(tx, input.name);
    if (taken !== null && taken.id !== list.id)
      throw new AppError('conflict', `There is a list named "${taken.name}" already.`);
    await updateList(tx, list.id, { name: input.name });
    await emitAudit(tx, ctx, { action: 'list.renamed', objectId: list.id, details: {} });
    return {
      id: list.id,
      name: input.name,
      people: await memberCount(tx, list.id),
      createdAt: list.createdAt.toISOString(),
    };
  });
}

import { insertList, listByName } from '../../../db/queries/lists';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** Creates an empty list; its name is its own in the workspace, compared without case. */
export async function createList(ctx: ServiceContext, input: { name: string }) {
  authorise(ctx, 'prospects.write');
  return withWorkspace(ctx, async (tx) => {
    if ((await listByName(tx, input.name)) !== null)
      throw new AppError('conflict', `There is a list named "${input.name}" already.`);
    const id = newId('list');
    await insertList(tx, {
      workspaceId: ctx.actor.workspaceId,
      id,
      name: input.name,
      createdBy: actorId(ctx.actor),
      createdAt: ctx.now,
    });
    await emitAudit(tx, ctx, { action: 'list.created', objectId: id, details: {} });
    return { id, name: input.name, people: 0, createdAt: ctx.now.toISOString() };
  });
}

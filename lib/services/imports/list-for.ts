import type { Tx } from '../../../db/client';
import { insertList, listByName } from '../../../db/queries/lists';
import { newId } from '../../platform/ids';
import { actorId } from '../actor';
import type { ServiceContext } from '../context';

/** The list of the name, made if there is none; under the lock of the workspace two imports cannot both create it. */
export async function listFor(tx: Tx, ctx: ServiceContext, name: string): Promise<string> {
  const known = await listByName(tx, name);
  if (known !== null) return known.id;
  const id = newId('list');
  await insertList(tx, {
    workspaceId: ctx.actor.workspaceId,
    id,
    name,
    createdBy: actorId(ctx.actor),
    createdAt: ctx.now,
  });
  return id;
}

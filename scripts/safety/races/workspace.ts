import { createUser, createWorkspace } from '../../../db/testing/factories';
import type { SendWorld } from '../../../db/testing/send-world';

/** The world with another, empty workspace of its own in the place of its first. */
export async function newWorkspace(world: SendWorld): Promise<SendWorld> {
  const now = new Date();
  const { id } = await createWorkspace(world.owner, { now });
  const user = await createUser(world.owner, { workspaceId: id, now });
  return { ...world, workspaceId: id, ownerId: user.id };
}

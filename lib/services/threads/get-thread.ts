import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeThread } from './describe-thread';
import { threadFor } from './thread-for';

/** One conversation, if the actor may see its account: with whom, and when either side wrote last. */
export async function getThread(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => describeThread(await threadFor(tx, ctx, input.id)));
}

import { setThreadHandled } from '../../../db/queries/threads-api';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeThread } from './describe-thread';
import { threadFor } from './thread-for';

/** Says that a conversation needs no answer: it waits for none until they write again. Sending is not touched by it. */
export async function handleThread(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'accounts.manage_own');
  return withWorkspace(ctx, async (tx) => {
    await threadFor(tx, ctx, input.id);
    await setThreadHandled(tx, { id: input.id, at: ctx.now });
    await emitAudit(tx, ctx, { action: 'thread.handled', objectId: input.id, details: {} });
    return describeThread(await threadFor(tx, ctx, input.id));
  });
}

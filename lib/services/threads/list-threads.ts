import { pageOf } from '../../../db/queries/cursor';
import { listThreadRows } from '../../../db/queries/threads-api';
import { accountFor, visibleOwner } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeThread } from './describe-thread';

/**
 * Conversations that we know of, the last active first; of those that wait for our answer alone (`unanswered`) the one that
 * has waited longest. A rep sees those of its own accounts.
 */
export async function listThreads(
  ctx: ServiceContext,
  input: { accountId?: string; prospectId?: string; unanswered?: boolean; limit?: number; cursor?: string },
) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    if (input.accountId !== undefined) await accountFor(tx, ctx, input.accountId);
    const rows = await listThreadRows(tx, {
      accountId: input.accountId ?? null,
      prospectId: input.prospectId ?? null,
      unanswered: input.unanswered ?? false,
      ownerId: visibleOwner(ctx),
      limit,
      cursor: input.cursor ?? null,
    });
    const page = pageOf(rows, limit, (row) => ({ at: row.activeAt, id: row.thread.id }));
    return { items: page.items.map(describeThread), nextCursor: page.nextCursor };
  });
}

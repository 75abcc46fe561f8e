import { dispatchingOfAccount } from '../../../db/queries/accounts-api';
import { updateAccount } from '../../../db/queries/sending-days';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';
import { describeAccount } from './describe-account';

/**
 * Pauses an account by hand. When this answers, nothing of it starts any more; `dispatching` names the sends whose call
 * had already begun. A second pause keeps the first reason.
 */
export async function pauseAccount(ctx: ServiceContext, input: { id: string; reason?: string | null }) {
  authorise(ctx, 'accounts.manage_own');
  return withWorkspace(ctx, async (tx) => {
    const row = await accountFor(tx, ctx, input.id, { lock: true });
    if (row.pausedAt === null) {
      await updateAccount(tx, row.id, {
        pausedAt: ctx.now,
        pausedBy: actorId(ctx.actor),
        pauseReason: input.reason ?? null,
      });
      await emitAudit(tx, ctx, {
        action: 'account.paused',
        objectId: row.id,
        details: { reason: input.reason ?? null },
      });
    }
    const dispatching = await dispatchingOfAccount(tx, row.id);
    return { ...describeAccount(await accountFor(tx, ctx, row.id)), dispatching };
  });
}

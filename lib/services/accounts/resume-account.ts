import { updateAccount } from '../../../db/queries/sending-days';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';
import { describeAccount } from './describe-account';

/** Ends a pause by hand; the account goes on at its ordinary pace, nothing is made up for (limits.md §4). */
export async function resumeAccount(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'accounts.manage_own');
  return withWorkspace(ctx, async (tx) => {
    const row = await accountFor(tx, ctx, input.id, { lock: true });
    if (row.pausedAt !== null) {
      await updateAccount(tx, row.id, { pausedAt: null, pausedBy: null, pauseReason: null });
      await emitAudit(tx, ctx, { action: 'account.resumed', objectId: row.id, details: {} });
    }
    return describeAccount(await accountFor(tx, ctx, row.id));
  });
}

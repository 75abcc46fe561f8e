import { endAskedStop } from '../../../db/queries/sending-days';
import type { Action } from '../../domain/limits/constants';
import { UNTIL_A_PERSON } from '../../domain/sends/stop-until';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';
import { describeAccount } from './describe-account';

/**
 * A person has looked at the answer that Headroom did not know: the action goes on at its ordinary pace. A stop that ends
 * by itself (a limit, an unknown outcome) cannot be ended this way.
 */
export async function allowAction(ctx: ServiceContext, input: { id: string; action: Action }) {
  authorise(ctx, 'accounts.manage_own');
  return withWorkspace(ctx, async (tx) => {
    const account = await accountFor(tx, ctx, input.id, { lock: true });
    const ended = await endAskedStop(tx, { accountId: account.id, action: input.action, asked: UNTIL_A_PERSON });
    if (!ended) throw new AppError('conflict', 'No stop of this action waits for a person.');
    await emitAudit(tx, ctx, { action: 'action.allowed', objectId: account.id, details: { action: input.action } });
    return describeAccount(account);
  });
}

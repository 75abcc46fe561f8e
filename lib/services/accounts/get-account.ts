import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { accountFor } from './account-access';
import { describeAccount } from './describe-account';

/** One sending account that the actor may see. */
export async function getAccount(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => describeAccount(await accountFor(tx, ctx, input.id)));
}

import { listAccountRows } from '../../../db/queries/accounts-api';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { visibleOwner } from './account-access';
import { describeAccount } from './describe-account';

/** The sending accounts that the actor may see, by name. */
export async function listAccounts(ctx: ServiceContext, _input: { limit?: number; cursor?: string } = {}) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const rows = await listAccountRows(tx, { ownerId: visibleOwner(ctx) });
    return { items: rows.map(describeAccount), nextCursor: null };
  });
}

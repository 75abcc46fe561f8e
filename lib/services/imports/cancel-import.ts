import { importById, lockImport } from '../../../db/queries/imports';
import { AppError } from '../../platform/errors';
import { accountFor } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { endSearch } from './end-search';
import { describeImport } from './get-import';

/** Ends a search that still runs or waits; the people it has brought stay. One that has ended stays as it is. */
export async function cancelImport(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'prospects.write');
  return withWorkspace(ctx, async (tx) => {
    const row = await lockImport(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such import.');
    if (row.accountId === null) throw new AppError('refused', 'An imported file is done and cannot be cancelled.');
    await accountFor(tx, ctx, row.accountId);
    if (row.state === 'running' || row.state === 'waiting') await endSearch(tx, ctx, row, { state: 'cancelled' });
    const after = await importById(tx, row.id);
    return describeImport(after ?? row);
  });
}

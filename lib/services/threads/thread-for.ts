import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/accounts-api';
import { threadRow } from '../../../db/queries/threads-api';
import { AppError } from '../../platform/errors';
import { accountFor } from '../accounts/account-access';
import type { ServiceContext } from '../context';

/** The conversation and its account, if the actor may see it; otherwise it does not exist for it. */
export async function threadFor(tx: Tx, ctx: ServiceContext, id: string) {
  const row = await threadRow(tx, { id });
  const account: AccountRow | null =
    row === null ? null : await accountFor(tx, ctx, row.thread.accountId).catch(notFoundAsNull);
  if (row === null || account === null)
    throw new AppError('not_found', 'There is no such conversation, or it belongs to someone else.');
  return { ...row, account };
}

function notFoundAsNull(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}

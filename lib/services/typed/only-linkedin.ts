import type { AccountRow } from '../../../db/queries/sending-days';
import { AppError } from '../../platform/errors';

/** Refuses an account of another network: its budgets are shown, but nothing of it is sent from here yet. */
export function onlyLinkedin(account: Pick<AccountRow, 'provider'>): void {
  if (account.provider !== 'linkedin')
    throw new AppError('refused', 'Only LinkedIn accounts can send from here so far. Nothing was sent.');
}

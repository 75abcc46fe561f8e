import type { AccountRow } from '../../../db/queries/sending-days';
import { HEALTH_REFRESH_MS } from '../../domain/accounts/constants';
import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';
import { refreshAccount } from './refresh-account';

/** An account whose health is at most five minutes old, else read again (design.md §4); from a time that has not come, too. */
export async function freshAccount(ctx: ServiceContext, input: { accountId: string }): Promise<AccountRow> {
  const account = await withUnit(ctx, (unit) => unit.accountById(input.accountId));
  if (account === null) throw new Error(`there is no account ${input.accountId}`);
  const checkedMs = account.healthCheckedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return Math.abs(ctx.now.getTime() - checkedMs) > HEALTH_REFRESH_MS ? refreshAccount(ctx, input) : account;
}

import type { Limits } from '../../domain/limits/limit-policy';
import { limitsOn } from '../../domain/limits/limit-policy';
import type { ServiceContext } from '../context';
import type { StoreUnit } from '../sends/store';
import { changesOf } from './changes-of';

/**
 * The limits in force on the account's local day, for the pace of its sends. The budgets that bind were written from the
 * same changes; without a time zone nothing is sent, and the limits are those of UTC's day.
 */
export async function limitsToday(
  unit: Pick<StoreUnit, 'limitChangeRows'>,
  ctx: ServiceContext,
  account: { timeZone: string | null },
): Promise<Limits> {
  return limitsOn(changesOf(await unit.limitChangeRows()), { now: ctx.now, timeZone: account.timeZone ?? 'UTC' });
}

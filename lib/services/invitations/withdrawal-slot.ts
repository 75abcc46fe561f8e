import type { AccountRow } from '../../../db/queries/sending-days';
import { nextWithdrawalAt } from '../../domain/invitations/withdrawals';
import { isSoundDay } from '../../domain/ramp/sound-day';
import type { ServiceContext } from '../context';
import { intervalsOfDay } from '../days/intervals-of-day';
import type { StoreUnit } from '../sends/store';

/**
 * A drawn moment for an account's next withdrawal, inside the hours of its open day and not before `notBefore`; null when
 * that day is over, or was never opened. Drawn from what the ledger holds alone, so that a restart draws the same gap.
 */
export async function withdrawalSlot(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { account: AccountRow; notBefore?: Date | null },
): Promise<Date | null> {
  const { account, notBefore } = input;
  const day = await unit.rampDayAt(account.id, ctx.now);
  if (day === null || !isSoundDay(day)) return null;
  const done = await unit.sendTimesSince({ accountId: account.id, action: 'withdraw', since: day.startsAt });
  return nextWithdrawalAt({
    now: notBefore && notBefore > ctx.now ? notBefore : ctx.now,
    intervals: intervalsOfDay(day, account, ctx.clockSpeed),
    seed: `${account.id}:${day.localDate}:withdraw:${done.length}`,
  });
}

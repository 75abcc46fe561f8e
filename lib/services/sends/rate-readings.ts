import type { Action } from '../../domain/limits/constants';
import type { RateReading } from '../../domain/pacing/rate-pace';
import type { RateWindow } from '../../providers/port';
import type { ServiceContext } from '../context';
import type { StoreUnit } from './store';

interface PaceColumns {
  rateLimit: number | null;
  rateRemaining: number | null;
  rateResetAt: Date | null;
}

/** The rate headers that an account's actions were answered with last. */
export function readingsOf<Pace extends PaceColumns>(paces: readonly Pace[]): (RateReading & { of: Pace })[] {
  return paces.flatMap((of) => {
    const { rateLimit: limit, rateRemaining: remaining, rateResetAt: resetAt } = of;
    return limit === null || remaining === null || resetAt === null ? [] : [{ limit, remaining, resetAt, of }];
  });
}

/** Keeps the rate headers of an answer for the account's pace; an answer without any changes nothing. */
export async function keepRate(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { accountId: string; action: Action; rate: RateWindow | undefined },
): Promise<void> {
  const { accountId, action, rate } = input;
  if (rate === undefined) return;
  const { limit, remaining, resetAfterS } = rate;
  const resetAt = new Date(ctx.now.getTime() + resetAfterS * 1_000);
  await unit.keepRateWindow({ accountId, action, limit, remaining, resetAt, now: ctx.now });
}

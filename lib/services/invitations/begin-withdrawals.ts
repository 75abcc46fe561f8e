import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';
import { withdrawalSlot } from './withdrawal-slot';

/** Draws the first moment at which an account may look for what it withdraws today; closed when it has no such moment. */
export async function beginWithdrawals(
  ctx: ServiceContext,
  input: { accountId: string },
): Promise<
  { kind: 'open'; firstAt: Date } | { kind: 'closed'; reason: 'account_state' | 'account_paused' | 'day_over' }
> {
  return withUnit(ctx, async (unit) => {
    const account = await unit.accountById(input.accountId);
    if (account === null) throw new Error(`there is no account ${input.accountId}`);
    if (account.state !== 'running') return { kind: 'closed', reason: 'account_state' };
    if (account.pausedAt !== null) return { kind: 'closed', reason: 'account_paused' };
    const firstAt = await withdrawalSlot(unit, ctx, { account });
    return firstAt === null ? { kind: 'closed', reason: 'day_over' } : { kind: 'open', firstAt };
  });
}

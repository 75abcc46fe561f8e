import { DAY_BUDGET } from '../../domain/limits/account-cap';
import type { BudgetKey } from '../../domain/limits/constants';
import { budgetWindowOf, windowStart } from '../../domain/limits/windows';
import type { ServiceContext } from '../context';
import type { AccountEffect, Stopped } from './apply-to-account';
import type { StoreUnit } from './store';

/**
 * After the settlement, whose budgets are locked by then: what the provider says is used up gets the cap that was used
 * (limits.md §5): the action's day after a limit, the credits, the notes. A cap is never raised by it.
 */
export async function lowerBudgets(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: AccountEffect,
  stopped: Stopped,
): Promise<void> {
  const { account } = input;
  const key = usedUp(input, stopped);
  if (key === null || account.timeZone === null) return;
  const { anchor, widthMs } = budgetWindowOf(key);
  const since = windowStart(ctx.now, { anchor, widthMs }, account.timeZone);
  const cap = await unit.spentSince({ accountId: account.id, key, since });
  await unit.putBudget({
    accountId: account.id,
    key,
    campaignId: '',
    anchor,
    widthMs,
    timeZone: account.timeZone,
    cap,
    now: ctx.now,
    mayRaise: false,
  });
}

function usedUp({ verdict, work }: AccountEffect, stopped: Stopped): BudgetKey | null {
  if (verdict.account === 'credits_zero') return 'inmail_credit.month';
  if (verdict.account === 'notes_zero') return 'invite_note.month';
  return stopped.limited ? DAY_BUDGET[work.action] : null;
}

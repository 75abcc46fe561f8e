import type { AccountRow } from '../../../db/queries/sending-days';
import type { Action } from '../../domain/limits/constants';
import { budgetWindowOf } from '../../domain/limits/windows';
import { nextDayOpenings } from '../../domain/pacing/working-hours';
import { countStops, easesAt, STOP_DAYS, stopUntil } from '../../domain/sends/stop-until';
import type { ServiceContext } from '../context';
import { limitsToday } from '../limits/limits-today';
import type { StoreUnit } from './store';

/**
 * Stops an action after a limit answer (limits.md §5): until the later of the reset that the answer names and the opening
 * of the n-th next working day, invites also until their week has eased. Answers the end of the stop.
 */
export async function stopForLimit(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { account: AccountRow; action: Action; reason: string; answerReset?: Date },
): Promise<Date> {
  const { account, action, reason, answerReset } = input;
  const schedule = {
    timeZone: account.timeZone ?? 'UTC',
    workingHours: account.workingHours,
    daysOff: account.daysOff,
  };
  const stopsInRow = await stopsOf(unit, ctx, input);
  const until = stopUntil({
    stopsInRow,
    now: ctx.now,
    nextOpenings: nextDayOpenings(ctx.now, STOP_DAYS.at(-1) ?? 14, schedule),
    weekEasesAt: action === 'invite' ? await weekEasesAt(unit, ctx, account) : null,
    ...(answerReset === undefined ? {} : { answerReset }),
  });
  await unit.stopAction({ accountId: account.id, action, until, reason, now: ctx.now, stopsInRow });
  return until;
}

async function stopsOf(
  unit: StoreUnit,
  ctx: ServiceContext,
  { account, action }: { account: AccountRow; action: Action },
): Promise<number> {
  const pace = (await unit.pacesOf(account.id)).find((row) => row.action === action);
  const endedAt = pace?.stopsInRow ? (pace.stoppedUntil ?? null) : null;
  const sendsSince =
    endedAt === null ? [] : await unit.sendTimesSince({ accountId: account.id, action, since: endedAt });
  return countStops({ before: pace?.stopsInRow ?? 0, endedAt, sendsSince, now: ctx.now });
}

async function weekEasesAt(unit: StoreUnit, ctx: ServiceContext, account: AccountRow): Promise<Date | null> {
  const { widthMs } = budgetWindowOf('invite.week');
  const since = new Date(ctx.now.getTime() - widthMs);
  const limits = await limitsToday(unit, ctx, account);
  const sends = await unit.spentTimesSince({ accountId: account.id, key: 'invite.week', since });
  return easesAt({ sends, cap: limits('invite.week', account.tier).default, widthMs });
}

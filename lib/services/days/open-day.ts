import type { Tx } from '../../../db/client';
import { rampDayAt } from '../../../db/queries/accounts-api';
import type { AccountRow, RampDayRow } from '../../../db/queries/sending-days';
import { insertRampDay, lastRampDay, lockAccount, rampDay, updateAccount } from '../../../db/queries/sending-days';
import { dayCapsOf } from '../../domain/limits/day-caps';
import type { Limits } from '../../domain/limits/limit-policy';
import { dayBounds, localDay } from '../../domain/limits/windows';
import { planDay } from '../../domain/ramp/plan-day';
import { isSoundDay } from '../../domain/ramp/sound-day';
import { refreshAccount } from '../accounts/refresh-account';
import type { CreditReading } from '../accounts/refresh-credits';
import { refreshCredits } from '../accounts/refresh-credits';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { limitsHeld } from '../limits/limits-held';
import { ceilingsOf } from './day-caps';
import { decideDay } from './decide-day';
import { sendingIntervals } from './sending-intervals';
import { writeBudgets } from './write-budgets';

export type OpenedDay =
  | { kind: 'open'; localDate: string; firstAt: Date; endsAt: Date }
  | {
      kind: 'closed';
      reason: 'account_state' | 'account_paused' | 'no_time_zone' | 'no_hours_left' | 'day_over' | 'day_unsound';
    };

/**
 * Opens an account's local day, or opens it again after its run has died: health and credits read from the provider,
 * the ramp's decision and the drawn targets stored once, every budget's cap written. Sends nothing itself. A day that is
 * open keeps its zone to its end, and a local date that the account has had in one zone is not begun again in another.
 */
export async function openDay(ctx: ServiceContext, input: { accountId: string }): Promise<OpenedDay> {
  const account = await refreshAccount(ctx, { accountId: input.accountId });
  if (account.state !== 'running') return { kind: 'closed', reason: 'account_state' };
  if (account.pausedAt !== null) return { kind: 'closed', reason: 'account_paused' };
  if (account.timeZone === null) return { kind: 'closed', reason: 'no_time_zone' };
  const open = await withWorkspace(ctx, (tx) => rampDayAt(tx, account.id, ctx.now));
  const wantedZone = account.timeZone;
  const timeZone = open?.timeZone ?? wantedZone;
  const localDate = open?.localDate ?? localDay(ctx.now, timeZone);
  const intervals = sendingIntervals(localDate, { ...account, timeZone }, ctx.clockSpeed);
  const firstAt = intervals.find((interval) => interval.to > ctx.now)?.from;
  const endsAt = intervals.at(-1)?.to;
  if (firstAt === undefined || endsAt === undefined) return { kind: 'closed', reason: 'no_hours_left' };
  const credits = await refreshCredits(ctx, account);
  const opened = await withWorkspace(ctx, async (tx) => {
    // Held before every other lock here, so that no limit is lowered between being read and being written.
    const limits = await limitsHeld(tx, ctx, timeZone);
    // A reservation takes the account before its budgets (design.md I6).
    await lockAccount(tx, account.id);
    const existing = (await rampDayAt(tx, account.id, ctx.now)) ?? (await rampDay(tx, account.id, localDate));
    if (existing !== null && (existing.timeZone !== timeZone || existing.endsAt <= ctx.now)) return 'day_over';
    // What was decided cannot be read any more, and a second decision for one day is none.
    if (existing !== null && !isSoundDay(existing)) return 'day_unsound';
    const day =
      existing ?? (await decideAndStore(tx, ctx, { account, timeZone, localDate, intervals, credits, limits }));
    await writeBudgets(tx, ctx, { account, timeZone: wantedZone, day, credits, limits, mayRaise: existing === null });
    await updateAccount(tx, account.id, { nextSlotAt: firstAt > ctx.now ? firstAt : ctx.now });
    return 'open';
  });
  if (opened !== 'open') return { kind: 'closed', reason: opened };
  return { kind: 'open', localDate, firstAt: firstAt > ctx.now ? firstAt : ctx.now, endsAt };
}

interface NewDay {
  account: AccountRow;
  timeZone: string;
  localDate: string;
  intervals: { from: Date; to: Date }[];
  credits: CreditReading | null;
  limits: Limits;
}

async function decideAndStore(tx: Tx, ctx: ServiceContext, day: NewDay): Promise<RampDayRow> {
  const { account, timeZone, localDate } = day;
  const decided = await decideDay(tx, ctx, { account, last: await lastRampDay(tx, account.id) });
  const dayCaps = dayCapsOf(account, day.limits);
  const { caps, targets } = planDay({
    seed: `${account.id}:${localDate}`,
    week: decided.week,
    otherWeek: decided.otherWeek,
    weeks: decided.weeks,
    dayCaps,
    ceilings: await ceilingsOf(tx, ctx, { account, timeZone, credits: day.credits, limits: day.limits }),
  });
  const { start, end } = dayBounds(localDate, timeZone);
  await insertRampDay(tx, {
    workspaceId: account.workspaceId,
    accountId: account.id,
    localDate,
    week: decided.week,
    weeks: decided.weeks,
    decision: decided.decision,
    reason: decided.reason,
    inputs: { ...decided.inputs, rampTo: dayCaps },
    caps,
    targets,
    timeZone,
    openHours: `{${day.intervals.map((span) => `[${span.from.toISOString()},${span.to.toISOString()})`).join(',')}}`,
    startsAt: start,
    endsAt: end,
    madeAt: ctx.now,
  });
  await updateAccount(tx, account.id, decided.accountChange);
  const stored = await rampDay(tx, account.id, localDate);
  if (stored === null) throw new Error(`the ramp row of ${account.id} for ${localDate} was not stored`);
  return stored;
}

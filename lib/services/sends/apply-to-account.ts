import type { AccountRow } from '../../../db/queries/sending-days';
import type { BudgetKey } from '../../domain/limits/constants';
import { budgetWindowOf, windowStart } from '../../domain/limits/windows';
import { nextDayOpenings } from '../../domain/pacing/working-hours';
import type { Verdict } from '../../domain/sends/answers';
import { stopUntil } from '../../domain/sends/stop-until';
import { newId } from '../../platform/ids';
import { recordAudit } from '../audit/record-audit';
import type { ServiceContext } from '../context';
import type { CallResult } from './call-provider';
import type { DueWork, ReservedSend } from './due-work';
import type { StoreUnit } from './store';

export interface AccountEffect {
  account: AccountRow;
  work: DueWork;
  send: ReservedSend;
  call: CallResult;
  verdict: Verdict;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Wait of the API in front when it names none. */
const RETRY_AFTER_S = 60;

/**
 * What an answer means for the account (limits.md §5): signals with headers and the hour before, stops of the action, a
 * changed state. Answers until when the action is stopped now, or null.
 */
export async function applyToAccount(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect): Promise<Date | null> {
  const { verdict, call } = input;
  if (call.notAsked !== undefined) return null;
  if (call.answer.kind === 'not_reached' && call.answer.retryAfterS === undefined)
    return afterNotReached(unit, ctx, input);
  switch (verdict.account) {
    case 'stop_action_limit':
      return stopForLimit(unit, ctx, input, 'A limit answer of the provider');
    case 'stop_action_hour':
      return afterUnknown(unit, ctx, input);
    case 'flag_person':
      await addSignal(unit, ctx, input, 'unrecognised');
      return stopForLimit(unit, ctx, input, 'An answer that is not in the table: a person must look');
    case 'wait_retry_after': {
      const afterS = call.answer.kind === 'not_reached' ? (call.answer.retryAfterS ?? RETRY_AFTER_S) : RETRY_AFTER_S;
      return stopFor(unit, ctx, input, afterS * 1_000, 'The API asked to wait');
    }
    case 'disconnected':
    case 'restricted':
      await addSignal(unit, ctx, input, verdict.account);
      await unit.updateAccount(input.account.id, {
        state: verdict.account,
        stateReason: call.answer.kind === 'refused' ? call.answer.detail.slice(0, 300) : null,
        stateChangedAt: ctx.now,
        ...(verdict.account === 'restricted' ? { restrictedAt: ctx.now } : {}),
      });
      await recordAudit(unit, ctx, {
        action: `account.${verdict.account}`,
        objectId: input.account.id,
        details: { sendId: input.send.id },
      });
      return null;
    default:
      return null;
  }
}

/** After the settlement (its budgets are locked by then): a balance that the provider says is empty. */
export async function zeroBudgets(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect): Promise<void> {
  const { account, verdict } = input;
  if (verdict.account !== 'credits_zero' && verdict.account !== 'notes_zero') return;
  if (account.timeZone === null) return;
  const key: BudgetKey = verdict.account === 'credits_zero' ? 'inmail_credit.month' : 'invite_note.month';
  const { anchor, widthMs } = budgetWindowOf(key);
  const since = windowStart(ctx.now, budgetWindowOf(key), account.timeZone);
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

/** The first unknown outcome stops the action for an hour; the second in a day is a limit signal. */
async function afterUnknown(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect): Promise<Date> {
  const since = new Date(ctx.now.getTime() - DAY_MS);
  const before = await unit.recentSignals({
    accountId: input.account.id,
    action: input.work.action,
    kind: 'unknown',
    since,
  });
  await addSignal(unit, ctx, input, 'unknown');
  if (before >= 1) return stopForLimit(unit, ctx, input, 'Two sends without a known outcome in a day');
  return stopFor(unit, ctx, input, HOUR_MS, 'A send without a known outcome');
}

/** Two refused connections in an hour stop the action for an hour; one alone is tried again. */
async function afterNotReached(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect): Promise<Date | null> {
  const since = new Date(ctx.now.getTime() - HOUR_MS);
  const before = await unit.recentSignals({
    accountId: input.account.id,
    action: input.work.action,
    kind: 'not_reached',
    since,
  });
  await addSignal(unit, ctx, input, 'not_reached');
  return before >= 1 ? stopFor(unit, ctx, input, HOUR_MS, 'The provider could not be reached twice in an hour') : null;
}

async function stopForLimit(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect, reason: string): Promise<Date> {
  const { account, work, call } = input;
  await addSignal(unit, ctx, input, 'limit');
  const pace = (await unit.pacesOf(account.id)).find((row) => row.action === work.action);
  // The count of stops in a row starts again after a week without one (limits.md §5).
  const inRow = pace?.stoppedAt && ctx.now.getTime() - pace.stoppedAt.getTime() < 7 * DAY_MS ? pace.stopsInRow + 1 : 1;
  const schedule = {
    timeZone: account.timeZone ?? 'UTC',
    workingHours: account.workingHours,
    daysOff: account.daysOff,
  };
  const answerReset = call.answer.kind === 'refused' ? call.answer.resetAt : undefined;
  const until = stopUntil({
    stopsInRow: inRow,
    now: ctx.now,
    nextOpenings: nextDayOpenings(ctx.now, 14, schedule),
    ...(answerReset === undefined ? {} : { answerReset }),
  });
  await unit.stopAction({ accountId: account.id, action: work.action, until, reason, now: ctx.now, stopsInRow: inRow });
  await recordAudit(unit, ctx, {
    action: 'action.stopped',
    objectId: account.id,
    details: { action: work.action, until, reason, sendId: input.send.id },
  });
  return until;
}

async function stopFor(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: AccountEffect,
  ms: number,
  reason: string,
): Promise<Date> {
  const until = new Date(ctx.now.getTime() + ms);
  await unit.stopAction({
    accountId: input.account.id,
    action: input.work.action,
    until,
    reason,
    now: ctx.now,
    stopsInRow: null,
  });
  return until;
}

async function addSignal(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: AccountEffect,
  kind: 'limit' | 'unknown' | 'not_reached' | 'unrecognised' | 'disconnected' | 'restricted',
): Promise<void> {
  await unit.insertSignal({
    workspaceId: ctx.actor.workspaceId,
    id: newId('signal'),
    accountId: input.account.id,
    sendId: input.send.id,
    action: input.work.action,
    kind,
    at: ctx.now,
    headers: input.call.headers,
    hourBefore: await unit.hourBefore(input.account.id, ctx.now),
    detail: input.call.answer.kind === 'accepted' ? '' : input.call.answer.detail.slice(0, 500),
  });
}

import type { AccountRow } from '../../../db/queries/sending-days';
import type { Verdict } from '../../domain/sends/provider-answer';
import { UNTIL_A_PERSON } from '../../domain/sends/stop-until';
import { newId } from '../../platform/ids';
import { recordAudit } from '../audit/record-audit';
import type { ServiceContext } from '../context';
import type { CallResult } from './call-provider';
import type { DueWork, ReservedSend } from './due-work';
import { stopForLimit } from './stop-for-limit';
import type { StoreUnit } from './store';

export interface AccountEffect {
  account: AccountRow;
  work: Pick<DueWork, 'action'>;
  send: ReservedSend;
  call: CallResult;
  verdict: Verdict;
}

/** Until when the action is stopped now, and whether that counts as a limit: then today's cap is what was used. */
export interface Stopped {
  until: Date | null;
  limited: boolean;
}

export const NOT_STOPPED: Stopped = { until: null, limited: false };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Wait of the API in front when it names none. */
const RETRY_AFTER_S = 60;

/**
 * What an answer means for the account (limits.md §5): signals with headers and the hour before, stops of the action, a
 * changed state.
 */
export async function applyToAccount(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect): Promise<Stopped> {
  const { verdict, call } = input;
  if (call.notAsked !== undefined) return NOT_STOPPED;
  switch (verdict.account) {
    case 'stop_action_limit':
      return limited(unit, ctx, input, 'A limit answer of the provider');
    case 'stop_action_hour':
      return afterUnknown(unit, ctx, input);
    case 'stop_action_if_repeated':
      return afterNotReached(unit, ctx, input);
    case 'ask_person':
      return askPerson(unit, ctx, input);
    case 'wait_retry_after': {
      const afterS = call.answer.kind === 'refused' ? call.answer.resetAfterS : undefined;
      return stopFor(unit, ctx, input, (afterS ?? RETRY_AFTER_S) * 1_000, 'The API asked to wait');
    }
    case 'disconnected':
    case 'restricted':
      await loseAccount(unit, ctx, input, verdict.account);
      return NOT_STOPPED;
    case 'show_warning':
      await addSignal(unit, ctx, input, 'automation_suspected');
      await audit(unit, ctx, input, 'account.warned', { warning: call.warning });
      return NOT_STOPPED;
    case 'none':
    case 'credits_zero':
    case 'notes_zero':
      return NOT_STOPPED;
  }
}

/** Everything stops: the gates of the reservation ask for a running account. */
async function loseAccount(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: AccountEffect,
  state: 'disconnected' | 'restricted',
): Promise<void> {
  await addSignal(unit, ctx, input, state);
  await unit.updateAccount(input.account.id, {
    state,
    stateReason: input.call.answer.kind === 'refused' ? input.call.answer.detail.slice(0, 300) : null,
    stateChangedAt: ctx.now,
    ...(state === 'restricted' ? { restrictedAt: ctx.now } : {}),
  });
  await audit(unit, ctx, input, `account.${state}`, {});
}

/** The first unknown outcome stops the action for an hour; the second in a day is a limit signal. */
async function afterUnknown(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect): Promise<Stopped> {
  const before = await recent(unit, ctx, input, 'unknown', DAY_MS);
  await addSignal(unit, ctx, input, 'unknown');
  if (before >= 1) return limited(unit, ctx, input, 'Two sends without a known outcome in a day');
  return stopFor(unit, ctx, input, HOUR_MS, 'A send without a known outcome');
}

/** Two refused connections in an hour stop the action for an hour; one alone is tried again. */
async function afterNotReached(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect): Promise<Stopped> {
  const before = await recent(unit, ctx, input, 'not_reached', HOUR_MS);
  await addSignal(unit, ctx, input, 'not_reached');
  if (before < 1) return NOT_STOPPED;
  return stopFor(unit, ctx, input, HOUR_MS, 'The provider could not be reached twice in an hour');
}

/** An answer that is not in the table stops the action until a person has looked; no time ends it. */
async function askPerson(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect): Promise<Stopped> {
  await addSignal(unit, ctx, input, 'unrecognised');
  const { account, work } = input;
  const reason = 'An answer that Headroom does not know: a person must look';
  const until = UNTIL_A_PERSON;
  await unit.stopAction({ accountId: account.id, action: work.action, until, reason, now: ctx.now, stopsInRow: null });
  await audit(unit, ctx, input, 'action.stopped', { reason, until: null });
  return { until, limited: false };
}

async function limited(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect, reason: string): Promise<Stopped> {
  await addSignal(unit, ctx, input, 'limit');
  const { account, work, call } = input;
  const afterS = call.answer.kind === 'refused' ? call.answer.resetAfterS : undefined;
  const answerReset = afterS === undefined ? {} : { answerReset: new Date(ctx.now.getTime() + afterS * 1_000) };
  const until = await stopForLimit(unit, ctx, { account, action: work.action, reason, ...answerReset });
  await audit(unit, ctx, input, 'action.stopped', { reason, until });
  return { until, limited: true };
}

async function stopFor(
  unit: StoreUnit,
  ctx: ServiceContext,
  { account, work }: AccountEffect,
  ms: number,
  reason: string,
): Promise<Stopped> {
  const until = new Date(ctx.now.getTime() + ms);
  await unit.stopAction({ accountId: account.id, action: work.action, until, reason, now: ctx.now, stopsInRow: null });
  return { until, limited: false };
}

async function recent(
  unit: StoreUnit,
  ctx: ServiceContext,
  { account, work }: AccountEffect,
  kind: SignalKind,
  withinMs: number,
): Promise<number> {
  const since = new Date(ctx.now.getTime() - withinMs);
  return unit.recentSignals({ accountId: account.id, action: work.action, kind, since });
}

type SignalKind = Parameters<StoreUnit['insertSignal']>[0]['kind'];

async function addSignal(unit: StoreUnit, ctx: ServiceContext, input: AccountEffect, kind: SignalKind): Promise<void> {
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

async function audit(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: AccountEffect,
  action: string,
  details: Record<string, unknown>,
): Promise<void> {
  await recordAudit(unit, ctx, {
    action,
    objectId: input.account.id,
    details: { action: input.work.action, sendId: input.send.id, ...details },
  });
}

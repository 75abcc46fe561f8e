import type { AccountRow } from '../../../db/queries/sending-days';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { withUnit } from '../with-unit';
import type { CallResult } from './call-provider';
import { callProvider, lookUp } from './call-provider';
import { dispatchSend } from './dispatch-send';
import type { DueWork, ReservedSend, ReserveOutcome } from './due-work';
import { keepRate } from './rate-readings';
import { reserveSend } from './reserve-send';
import { settleSend } from './settle-send';

export interface PerformInput {
  account: AccountRow;
  work: DueWork;
  send: ReservedSend;
  /** A context stamped with the app's time now: a call takes time. */
  later: () => Promise<ServiceContext>;
}

/** Dispatches, calls and settles a reserved send; answers what came of it in a word. */
export async function performSend(ctx: ServiceContext, input: PerformInput): Promise<string> {
  const { send } = input;
  // A process that hung in between must not call long after: a stop may have been acknowledged (design.md P3).
  const startBy = ctx.wallMs() + CALL_TIMEOUT_MS;
  const dispatched = await dispatchSend(await input.later(), send);
  if (dispatched.outcome !== 'dispatching') {
    await replan(ctx, input);
    return dispatched.gate ?? dispatched.outcome;
  }
  const call = await decidedByProfile(input, await callProvider(ctx, { ...input, startBy }));
  const verdict = await settleSend(await input.later(), { ...input, call });
  return verdict?.state ?? 'too_late';
}

/** A stop came between the reservation and the call: the slot is free again, and so is the person, if still active. */
async function replan(ctx: ServiceContext, input: PerformInput): Promise<void> {
  await withUnit(ctx, async (unit) => {
    const enrolment = await unit.lockEnrolment(input.work.enrolmentId);
    if (enrolment !== null) await planEnrolment(unit, ctx, { enrolment, outcome: 'here' });
  });
}

/**
 * A refused invitation names no reason: one uncached profile read, paid from its own budgets, decides between connected,
 * invited, out of network and a limit (design.md §4). When it cannot be made it is a limit.
 */
async function decidedByProfile(input: PerformInput, call: CallResult): Promise<CallResult> {
  const { work, account } = input;
  if (work.action !== 'invite' || call.answer.kind !== 'refused' || call.answer.code !== 'limit') return call;
  const reserved = await reserveLookUp(await input.later(), input);
  if (reserved.outcome !== 'reserved') return call;
  const ctx = await input.later();
  const startBy = ctx.wallMs() + CALL_TIMEOUT_MS;
  if ((await dispatchSend(ctx, reserved.send)).outcome !== 'dispatching') return call;
  const resolution = await withUnit(ctx, (unit) => unit.resolutionOf(account.id, work.prospectId));
  // As with the send itself: a call begins soon after its dispatch, or not at all.
  const read = ctx.wallMs() > startBy ? null : await lookUp(ctx, account, resolution?.providerUserId ?? '', true);
  await settleLookUp(await input.later(), input, reserved.send, read);
  return read === null ? call : withReason(call, read);
}

function reserveLookUp(ctx: ServiceContext, { account, work, send }: PerformInput): Promise<ReserveOutcome> {
  return withUnit(ctx, (unit) =>
    reserveSend(unit, ctx, {
      accountId: account.id,
      campaignId: work.campaignId,
      enrolmentId: work.enrolmentId,
      stepKey: `check:${send.id}`,
      prospectId: work.prospectId,
      action: 'resolve',
      variant: 'plain',
      origin: 'engine',
    }),
  );
}

/** A look-up that was not made gives its view back; one without an answer may have been counted. */
async function settleLookUp(
  ctx: ServiceContext,
  { work, account }: PerformInput,
  { id, fence }: ReservedSend,
  read: CallResult | null,
): Promise<void> {
  const unreached = read === null || read.answer.kind === 'not_reached';
  await withUnit(ctx, async (unit) => {
    await keepRate(unit, ctx, { accountId: account.id, action: 'resolve', rate: read?.rate });
    await unit.settleSend({
      sendId: id,
      fence,
      state: unreached ? 'released' : read.profile === null ? 'rejected' : 'sent',
      keep: unreached ? 'none' : 'all',
      providerRef: null,
      answer: {
        code: read?.answer.kind ?? 'stalled',
        detail: `asked after a refused invitation (${work.stepId})`,
        headers: read?.headers ?? {},
      },
      now: ctx.now,
    });
  });
}

function withReason(call: CallResult, read: CallResult): CallResult {
  if (read.profile === null || call.answer.kind !== 'refused') return call;
  const { degree, pendingInvitation } = read.profile;
  if (degree === 1) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'already_connected' } };
  if (pendingInvitation) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'already_invited' } };
  if (degree === 4) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'out_of_network' } };
  return call;
}

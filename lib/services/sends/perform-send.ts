import type { AccountRow } from '../../../db/queries/sending-days';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { withUnit } from '../with-unit';
import type { CallResult } from './call-provider';
import { callProvider } from './call-provider';
import { checkProfile } from './check-profile';
import { dispatchSend } from './dispatch-send';
import type { DueWork, ReservedSend } from './due-work';
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
  const { work, account, later, send } = input;
  if (work.action !== 'invite' || call.answer.kind !== 'refused' || call.answer.code !== 'limit') return call;
  const { campaignId, enrolmentId, prospectId } = work;
  const why = `asked after a refused invitation (${work.stepId})`;
  const read = await checkProfile({ account, sendId: send.id, campaignId, enrolmentId, prospectId, why }, later);
  return read === null ? call : withReason(call, read);
}

function withReason(call: CallResult, read: CallResult): CallResult {
  if (read.profile === null || call.answer.kind !== 'refused') return call;
  const { degree, pendingInvitation } = read.profile;
  if (degree === 1) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'already_connected' } };
  if (pendingInvitation) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'already_invited' } };
  if (degree === 4) return { ...call, profile: read.profile, answer: { ...call.answer, code: 'out_of_network' } };
  return call;
}

import type { AccountRow } from '../../../db/queries/sending-days';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { withUnit } from '../with-unit';
import { callProvider } from './call-provider';
import { decidedByProfile } from './decided-by-profile';
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
  const { account, later, work } = input;
  const { action, campaignId, enrolmentId, prospectId, stepId: of } = work;
  const made = { account, sendId: send.id, action, campaignId, enrolmentId, prospectId, of, later };
  const call = await decidedByProfile(made, await callProvider(ctx, { ...input, startBy }));
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

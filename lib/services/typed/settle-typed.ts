import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/sending-days';
import { judgeAnswer } from '../../domain/sends/answers';
import { REINVITE_AFTER_MS } from '../../domain/sends/constants';
import type { Verdict } from '../../domain/sends/provider-answer';
import { newId } from '../../platform/ids';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { stopEnrolments } from '../enrolments/stop-enrolments';
import type { CallResult } from '../sends/call-provider';
import type { ReservedSend } from '../sends/due-work';
import { unitOf } from '../sends/pg-store';
import { saveProfile } from '../sends/save-profile';
import { settleLedger } from '../sends/settle-send';
import type { StoreUnit } from '../sends/store';
import type { TypedWork } from './typed-work';

interface SettleInput {
  account: AccountRow;
  work: TypedWork;
  send: ReservedSend;
  call: CallResult;
}

/**
 * Settles what was sent by hand in one transaction: the row and its budgets, what the answer means for the account
 * (limits.md §5), the conversation or invitation, and the person's campaigns, which a message by hand pre-empts. Null when
 * it came too late: then nothing changes.
 */
export async function settleTyped(ctx: ServiceContext, input: SettleInput): Promise<Verdict | null> {
  try {
    return await withWorkspace(ctx, (tx) => settle(tx, ctx, input));
  } catch (error) {
    if (error instanceof TooLate) return null;
    throw error;
  }
}

/** Thrown inside the transaction, so that nothing of a stale settlement stays. */
class TooLate extends Error {}

/** Locks in the order of design.md I6: enrolments, account, pace, budgets, send. */
async function settle(tx: Tx, ctx: ServiceContext, input: SettleInput): Promise<Verdict> {
  const { account, work, send, call } = input;
  const unit = unitOf(tx);
  const verdict = judgeAnswer(work.action, call.answer, {
    withdrawnLately: (await withdrawalOf(unit, ctx, input)) !== null,
    automationSuspected: account.provider === 'instagram' && call.warning !== undefined,
  });
  // What may have arrived counts: two voices of one sender are worse than one, and so is a second invitation.
  const reason = stopReasonOf(work.action, verdict);
  const stopped =
    reason === null ? null : await stopEnrolments(unit, ctx, { prospectId: work.prospectId, state: 'stopped', reason });
  const enrolmentIds =
    work.action === 'invite' ? await unit.enrolmentIdsOn({ accountId: account.id, prospectId: work.prospectId }) : [];
  for (const id of enrolmentIds) await unit.lockEnrolment(id);
  if ((await settleLedger(unit, ctx, { ...input, work: { action: work.action }, verdict })) === null)
    throw new TooLate();
  if (call.profile !== null)
    await saveProfile(unit, ctx, { accountId: account.id, prospectId: work.prospectId, profile: call.profile });
  if (verdict.state === 'sent') await keepWhatWasSent(unit, ctx, input);
  for (const id of enrolmentIds) await goOn(unit, ctx, id);
  await emitAudit(tx, ctx, {
    action: `${work.action}.typed`,
    objectId: send.id,
    details: {
      accountId: account.id,
      prospectId: work.prospectId,
      state: verdict.state,
      ...(stopped === null ? {} : { stopped: stopped.stopped, dispatching: stopped.dispatching }),
    },
  });
  return verdict;
}

/** Why the person's campaigns end, if they do: after an invitation that is known to be sent they go on from there. */
function stopReasonOf(action: TypedWork['action'], { state }: Verdict): string | null {
  if (state === 'unknown') return action === 'message' ? 'written_by_hand' : 'acted_elsewhere';
  return state === 'sent' && action === 'message' ? 'written_by_hand' : null;
}

/** When the person's last invitation was withdrawn, if LinkedIn still refuses another one for it (limits.md §5). */
async function withdrawalOf(
  unit: StoreUnit,
  ctx: ServiceContext,
  { account, work }: SettleInput,
): Promise<Date | null> {
  if (work.action !== 'invite') return null;
  const since = new Date(ctx.now.getTime() - REINVITE_AFTER_MS);
  return unit.withdrawnSince({ accountId: account.id, prospectId: work.prospectId, since });
}

async function keepWhatWasSent(unit: StoreUnit, ctx: ServiceContext, input: SettleInput): Promise<void> {
  const { account, work, send, call } = input;
  const ref = call.answer.kind === 'accepted' ? call.answer.providerRef : null;
  const { workspaceId } = ctx.actor;
  const of = { workspaceId, accountId: account.id, prospectId: work.prospectId };
  if (work.action === 'message') {
    if (ref === null) return;
    const moments = { lastOutboundAt: ctx.now, createdAt: ctx.now };
    await unit.upsertThread({ ...of, id: newId('thread'), providerChatId: ref, openedOwn: true, ...moments });
    return;
  }
  if ((await unit.pendingInvitation(account.id, work.prospectId)) !== null) return;
  const invitation = { sendId: send.id, providerRequestId: ref, state: 'pending' as const, sentAt: send.at };
  await unit.insertInvitation({ ...of, id: newId('invitation'), ...invitation });
}

/** Whoever a step was to invite has been invited: they go on from there. */
async function goOn(unit: StoreUnit, ctx: ServiceContext, id: string): Promise<void> {
  const enrolment = await unit.lockEnrolment(id);
  if (enrolment?.active && enrolment.state !== 'sending')
    await planEnrolment(unit, ctx, { enrolment, outcome: 'here' });
}

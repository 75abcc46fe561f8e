import type { AccountRow } from '../../../db/queries/sending-days';
import { judgeAnswer } from '../../domain/sends/answers';
import { REINVITE_AFTER_MS } from '../../domain/sends/constants';
import type { ProviderAnswer, Verdict } from '../../domain/sends/provider-answer';
import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';
import type { AccountEffect, Stopped } from './apply-to-account';
import { applyToAccount } from './apply-to-account';
import { applyToPerson } from './apply-to-person';
import type { CallResult } from './call-provider';
import type { DueWork, ReservedSend } from './due-work';
import { lowerBudgets } from './lower-budgets';
import { keepRate } from './rate-readings';
import type { StoreUnit } from './store';

export interface SettleInput {
  account: AccountRow;
  work: DueWork;
  send: ReservedSend;
  call: CallResult;
}

/**
 * Settles a dispatched send in one transaction: the row and its budgets, what it means for the account, and where the
 * person goes next (limits.md §5). A settlement that comes too late changes nothing and answers null.
 */
export async function settleSend(ctx: ServiceContext, input: SettleInput): Promise<Verdict | null> {
  try {
    return await withUnit(ctx, async (unit) => {
      const withdrawnAt = await withdrawalOf(unit, ctx, input);
      const verdict = judgeAnswer(input.work.action, input.call.answer, {
        withdrawnLately: withdrawnAt !== null,
        automationSuspected: input.account.provider === 'instagram' && input.call.warning !== undefined,
      });
      await settleInOrder(unit, ctx, { ...input, verdict, withdrawnAt });
      return verdict;
    });
  } catch (error) {
    if (error instanceof TooLate) return null;
    throw error;
  }
}

/** When the person's last invitation was withdrawn, if LinkedIn still refuses another one for it (limits.md §5). */
async function withdrawalOf(unit: StoreUnit, ctx: ServiceContext, input: SettleInput): Promise<Date | null> {
  if (input.work.action !== 'invite') return null;
  const since = new Date(ctx.now.getTime() - REINVITE_AFTER_MS);
  return unit.withdrawnSince({ accountId: input.account.id, prospectId: input.work.prospectId, since });
}

/** Thrown inside the transaction, so that nothing of a stale settlement stays. */
class TooLate extends Error {}

/** Locks in the order of design.md I6: enrolment, account, pace, budgets, send. */
async function settleInOrder(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: SettleInput & { verdict: Verdict; withdrawnAt: Date | null },
): Promise<void> {
  const enrolment = await unit.lockEnrolment(input.work.enrolmentId);
  const stopped = await settleLedger(unit, ctx, input);
  if (stopped === null) throw new TooLate();
  if (enrolment !== null) await applyToPerson(unit, ctx, { ...input, enrolment, stoppedUntil: stopped.until });
}

/**
 * What an answer means for the account, and the row with its budgets. Whom the send was for is locked before and moved on
 * after it. Null when the row is no longer this fence's to settle: then nothing of it may stay.
 */
export async function settleLedger(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: AccountEffect,
): Promise<Stopped | null> {
  const { work, send, call, verdict } = input;
  const stopped = await applyToAccount(unit, ctx, input);
  await keepRate(unit, ctx, { accountId: input.account.id, action: work.action, rate: call.rate });
  const done = await unit.settleSend({
    sendId: send.id,
    fence: send.fence,
    state: verdict.state,
    keep: verdict.keep,
    providerRef: call.answer.kind === 'accepted' ? call.answer.providerRef : null,
    answer: { code: codeOf(call), detail: detailOf(call.answer), headers: call.headers },
    now: ctx.now,
  });
  if (!done) return null;
  await lowerBudgets(unit, ctx, input, stopped);
  return stopped;
}

function codeOf(call: CallResult): string {
  if (call.notAsked !== undefined) return call.notAsked.reason;
  return call.answer.kind === 'refused' ? call.answer.code : call.answer.kind;
}

function detailOf(answer: ProviderAnswer): string {
  return answer.kind === 'accepted' ? '' : answer.detail.slice(0, 500);
}

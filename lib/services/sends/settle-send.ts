import type { AccountRow } from '../../../db/queries/sending-days';
import type { ProviderAnswer, Verdict } from '../../domain/sends/answers';
import { judgeAnswer } from '../../domain/sends/answers';
import type { ServiceContext } from '../context';
import { withUnit } from '../context';
import { applyToAccount, zeroBudgets } from './apply-to-account';
import { applyToPerson } from './apply-to-person';
import type { CallResult } from './call-provider';
import type { DueWork, ReservedSend } from './due-work';
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
  const verdict = judgeAnswer(input.work.action, input.call.answer);
  try {
    await withUnit(ctx, (unit) => settleInOrder(unit, ctx, { ...input, verdict }));
    return verdict;
  } catch (error) {
    if (error instanceof TooLate) return null;
    throw error;
  }
}

/** Thrown inside the transaction, so that nothing of a stale settlement stays. */
class TooLate extends Error {}

/** Locks in the order of design.md I6: enrolment, account, pace, budgets, send. */
async function settleInOrder(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: SettleInput & { verdict: Verdict },
): Promise<void> {
  const { work, send, call, verdict } = input;
  const enrolment = await unit.lockEnrolment(work.enrolmentId);
  const stoppedUntil = await applyToAccount(unit, ctx, input);
  const done = await unit.settleSend({
    sendId: send.id,
    fence: send.fence,
    state: verdict.state,
    keep: verdict.keep,
    providerRef: call.answer.kind === 'accepted' ? call.answer.providerRef : null,
    answer: { code: codeOf(call), detail: detailOf(call.answer), headers: call.headers },
    now: ctx.now,
  });
  if (!done) throw new TooLate();
  await zeroBudgets(unit, ctx, input);
  if (enrolment !== null) await applyToPerson(unit, ctx, { ...input, enrolment, stoppedUntil });
}

function codeOf(call: CallResult): string {
  if (call.notAsked !== undefined) return call.notAsked.reason;
  return call.answer.kind === 'refused' ? call.answer.code : call.answer.kind;
}

function detailOf(answer: ProviderAnswer): string {
  return answer.kind === 'accepted' ? '' : answer.detail.slice(0, 500);
}

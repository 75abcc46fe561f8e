import type { Tx } from '../../../db/client';
import { lockEnrolment } from '../../../db/queries/enrolments';
import type { AccountRow } from '../../../db/queries/sending-days';
import type { ProviderAnswer, Verdict } from '../../domain/sends/answers';
import { judgeAnswer } from '../../domain/sends/answers';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { applyToAccount, zeroBudgets } from './apply-to-account';
import { applyToPerson } from './apply-to-person';
import type { CallResult } from './call-provider';
import type { DueWork, ReservedSend, SendStore } from './store';

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
export async function settleSend(ctx: ServiceContext, store: SendStore, input: SettleInput): Promise<Verdict | null> {
  const verdict = judgeAnswer(input.work.action, input.call.answer);
  try {
    await withWorkspace(ctx, (tx) => settleInOrder(tx, ctx, store, { ...input, verdict }));
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
  tx: Tx,
  ctx: ServiceContext,
  store: SendStore,
  input: SettleInput & { verdict: Verdict },
): Promise<void> {
  const { work, send, call, verdict } = input;
  const enrolment = await lockEnrolment(tx, work.enrolmentId);
  const stoppedUntil = await applyToAccount(tx, ctx, input);
  const done = await store.settle(tx, {
    send,
    state: verdict.state,
    keep: verdict.keep,
    providerRef: call.answer.kind === 'accepted' ? call.answer.providerRef : null,
    answer: { code: codeOf(call), detail: detailOf(call.answer), headers: call.headers },
    now: ctx.now,
  });
  if (!done) throw new TooLate();
  await zeroBudgets(tx, ctx, input);
  if (enrolment !== null) await applyToPerson(tx, ctx, { ...input, enrolment, stoppedUntil });
}

function codeOf(call: CallResult): string {
  if (call.notAsked !== undefined) return call.notAsked.reason;
  return call.answer.kind === 'refused' ? call.answer.code : call.answer.kind;
}

function detailOf(answer: ProviderAnswer): string {
  return answer.kind === 'accepted' ? '' : answer.detail.slice(0, 500);
}

import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/sending-days';
import { judgeAnswer } from '../../domain/sends/answers';
import type { Verdict } from '../../domain/sends/provider-answer';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import type { CallResult } from '../sends/call-provider';
import type { ReservedSend } from '../sends/due-work';
import { unitOf } from '../sends/pg-store';
import { settleLedger } from '../sends/settle-send';
import { applyWithdrawal, lockWithdrawal } from './apply-withdrawal';
import type { WithdrawalWork } from './reserve-withdrawal';

interface SettleInput {
  account: AccountRow;
  work: WithdrawalWork;
  send: ReservedSend;
  call: CallResult;
}

/**
 * Settles a dispatched withdrawal in one transaction: the row and its budgets, what it means for the account (limits.md §5),
 * and the invitation, which is withdrawn only when the provider said so. Null when it came too late: then nothing changes.
 */
export async function settleWithdrawal(ctx: ServiceContext, input: SettleInput): Promise<Verdict | null> {
  const verdict = judgeAnswer('withdraw', input.call.answer);
  const done = await withWorkspace(ctx, (tx) => settle(tx, ctx, { ...input, verdict })).catch((error: unknown) => {
    if (error instanceof TooLate) return false;
    throw error;
  });
  return done ? verdict : null;
}

/** Thrown inside the transaction, so that nothing of a stale settlement stays. */
class TooLate extends Error {}

async function settle(tx: Tx, ctx: ServiceContext, input: SettleInput & { verdict: Verdict }): Promise<true> {
  const { work, verdict, send } = input;
  const unit = unitOf(tx);
  const locked = await lockWithdrawal(tx, { invitationId: work.invitationId, prospectId: work.prospectId });
  if ((await settleLedger(unit, ctx, { ...input, work: { action: 'withdraw' } })) === null) throw new TooLate();
  if (verdict.state === 'sent') await applyWithdrawal(tx, ctx, { ...locked, sendId: send.id });
  return true;
}

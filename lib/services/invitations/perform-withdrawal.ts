import type { AccountRow } from '../../../db/queries/sending-days';
import { CALL_TIMEOUT_MS } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import type { CallResult } from '../sends/call-provider';
import { notAsked } from '../sends/call-provider';
import { dispatchSend } from '../sends/dispatch-send';
import type { ReservedSend } from '../sends/due-work';
import type { WithdrawalWork } from './reserve-withdrawal';
import { settleWithdrawal } from './settle-withdrawal';

/** Dispatches, calls and settles a reserved withdrawal, as `performSend` does with a step; answers what came of it in a word. */
export async function performWithdrawal(
  ctx: ServiceContext,
  input: { account: AccountRow; work: WithdrawalWork; send: ReservedSend; later: () => Promise<ServiceContext> },
): Promise<string> {
  const { account, work, send, later } = input;
  // A process that hung in between must not call long after: a stop may have been acknowledged (design.md P3).
  const startBy = ctx.wallMs() + CALL_TIMEOUT_MS;
  const dispatched = await dispatchSend(await later(), send);
  if (dispatched.outcome !== 'dispatching') return dispatched.gate ?? dispatched.outcome;
  const call: CallResult =
    ctx.wallMs() > startBy
      ? notAsked('plan_again', 'stalled')
      : { ...(await ctx.provider.withdraw(account.providerAccountId, work.requestId)), profile: null };
  const verdict = await settleWithdrawal(await later(), { account, work, send, call });
  return verdict?.state ?? 'too_late';
}

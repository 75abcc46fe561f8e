import type { AccountRow } from '../../../db/queries/sending-days';
import type { ServiceContext } from '../context';
import { dispatchAndCall } from '../sends/dispatch-and-call';
import type { ReservedSend } from '../sends/due-work';
import type { WithdrawalWork } from './reserve-withdrawal';
import { settleWithdrawal } from './settle-withdrawal';

/** Dispatches, calls and settles a reserved withdrawal; answers what came of it in a word. */
export async function performWithdrawal(input: {
  account: AccountRow;
  work: WithdrawalWork;
  send: ReservedSend;
  later: () => Promise<ServiceContext>;
}): Promise<string> {
  const { account, work, send, later } = input;
  const called = await dispatchAndCall({
    ...{ send, later },
    call: async (ctx) => ({
      ...(await ctx.provider.withdraw(account.providerAccountId, work.requestId)),
      profile: null,
    }),
    settle: (ctx, call) => settleWithdrawal(ctx, { account, work, send, call }),
  });
  return called.kind === 'held_back' ? called.gate : (called.verdict?.state ?? 'too_late');
}

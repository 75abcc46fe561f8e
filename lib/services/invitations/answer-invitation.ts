import { answerMade } from '../../../db/queries/received-invitations';
import type { AccountRow } from '../../../db/queries/sending-days';
import { judgeAnswer } from '../../domain/sends/answers';
import { AppError } from '../../platform/errors';
import { accountFor } from '../accounts/account-access';
import { freshAccount } from '../accounts/fresh-account';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import type { ReservedSend } from '../sends/due-work';
import { unitOf } from '../sends/pg-store';
import { reserveSend } from '../sends/reserve-send';
import { settleLedger } from '../sends/settle-send';
import { onlyLinkedin } from '../typed/only-linkedin';
import { performTyped } from '../typed/perform-typed';
import { refusalOf } from '../typed/refusal-of';
import { describeReceived, readReceived } from './list-received';
import { answerKeyOf, readReceivedId } from './received-id';

interface AnswerInput {
  id: string;
  answer: 'accept' | 'refuse';
  /** A context stamped with the app's time now: a call takes time. */
  later: () => Promise<ServiceContext>;
}

/**
 * Accepts or refuses an invitation that an account has received, once, for ever, from the budgets of that action and under
 * the gates of everything by hand. It must stand in the provider's own list just now. Asked again the same changes nothing;
 * the other answer is a conflict.
 */
export async function answerInvitation(ctx: ServiceContext, input: AnswerInput) {
  authorise(ctx, 'accounts.manage_own');
  const of = readReceivedId(input.id);
  if (of === null) throw new AppError('not_found', 'There is no such received invitation.');
  const { accountId, requestId } = of;
  const key = answerKeyOf(of);
  const { account, made } = await withWorkspace(ctx, async (tx) => ({
    account: await accountFor(tx, ctx, accountId),
    made: await answerMade(tx, key),
  }));
  if (made !== null && made.state !== 'released') {
    if (made.action !== input.answer) throw new AppError('conflict', 'This invitation was answered the other way.');
    return withWorkspace(ctx, (tx) => describeReceived(tx, { account, item: { requestId }, answered: made }));
  }
  onlyLinkedin(account);
  // The same call would withdraw an invitation that was sent: the list of received ones has the last word.
  const listed = (await readReceived(ctx, account, { fresh: true })).find((one) => one.requestId === requestId);
  if (listed === undefined) throw new AppError('not_found', 'The invitation does not wait for an answer any more.');
  const fresh = await freshAccount(ctx, { accountId });
  const send = await reserveAnswer(await input.later(), { account: fresh, key, answer: input.answer });
  if (send !== null) await makeAnswer(input, { account: fresh, requestId, send });
  const answered = await withWorkspace(ctx, (tx) => answerMade(tx, key));
  if (answered === null) throw new Error('a row of the ledger vanished');
  if (answered.action !== input.answer) throw new AppError('conflict', 'This invitation was answered the other way.');
  if (answered.state === 'rejected' || answered.state === 'released')
    throw new AppError('refused', `The provider did not take the answer. Its row of the ledger is ${answered.id}.`);
  return withWorkspace(ctx, (tx) => describeReceived(tx, { account, item: listed, answered }));
}

/** Null when somebody else was first: the row says what they answered. */
async function reserveAnswer(
  ctx: ServiceContext,
  input: { account: AccountRow; key: { enrolmentId: string; stepKey: string }; answer: AnswerInput['answer'] },
): Promise<ReservedSend | null> {
  const result = await withWorkspace(ctx, (tx) =>
    reserveSend(unitOf(tx), ctx, {
      ...{ ...input.key, accountId: input.account.id, campaignId: null, prospectId: null },
      ...{ action: input.answer, variant: 'plain' as const, origin: 'typed' as const },
    }),
  );
  if (result.outcome === 'reserved') return result.send;
  if (result.outcome === 'duplicate') return null;
  throw refusalOf(ctx, result);
}

async function makeAnswer(
  { answer, later }: AnswerInput,
  { account, requestId, send }: { account: AccountRow; requestId: string; send: ReservedSend },
): Promise<void> {
  await performTyped({
    ...{ send, later },
    call: async (ctx) => ({ ...(await ctx.provider[answer](account.providerAccountId, requestId)), profile: null }),
    settle: (ctx, call) =>
      withWorkspace(ctx, async (tx) => {
        const verdict = judgeAnswer(answer, call.answer);
        const effect = { account, work: { action: answer }, send, call, verdict };
        if ((await settleLedger(unitOf(tx), ctx, effect)) === null) return null;
        const details = { accountId: account.id, requestId, state: verdict.state };
        await emitAudit(tx, ctx, { action: `invitation.${answer}`, objectId: send.id, details });
        return verdict;
      }),
  });
}

import { answerMade } from '../../../db/queries/received-invitations';
import type { AccountRow } from '../../../db/queries/sending-days';
import { judgeAnswer } from '../../domain/sends/answers';
import type { SendState } from '../../domain/sends/constants';
import { AppError } from '../../platform/errors';
import type { ReceivedInvitation } from '../../providers/port';
import { accountFor } from '../accounts/account-access';
import { freshAccount } from '../accounts/fresh-account';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import type { ReservedSend } from '../sends/due-work';
import { unitOf } from '../sends/pg-store';
import { reserveSend } from '../sends/reserve-send';
import { settleLedger } from '../sends/settle-send';
import { readWholeList } from '../sweeps/read-whole-list';
import { onlyLinkedin } from '../typed/only-linkedin';
import { performTyped } from '../typed/perform-typed';
import { refusalOf } from '../typed/refusal-of';
import { describeReceived } from './list-received';
import { readReceivedId } from './received-id';

type Answer = 'accept' | 'refuse';

interface AnswerInput {
  id: string;
  answer: Answer;
  /** A context stamped with the app's time now: a call takes time. */
  later: () => Promise<ServiceContext>;
}

/** The longest list that is read to its end. */
const PAGES_MAX = 10;

/**
 * Accepts or refuses an invitation that an account has received, once, for ever, from the budgets of that action and under
 * the gates of everything by hand. It must stand in the provider's own list just now. Asked again the same changes nothing;
 * the other answer is a conflict.
 */
export async function answerInvitation(ctx: ServiceContext, input: AnswerInput) {
  authorise(ctx, 'accounts.manage_own');
  const of = readReceivedId(input.id);
  if (of === null) throw new AppError('not_found', 'There is no such received invitation.');
  await withWorkspace(ctx, (tx) => accountFor(tx, ctx, of.accountId));
  const account = await freshAccount(ctx, { accountId: of.accountId });
  onlyLinkedin(account);
  const item = await listedItem(ctx, account, of.requestId);
  const reserved = await reserveAnswer(await input.later(), {
    account,
    requestId: of.requestId,
    answer: input.answer,
    item,
  });
  const known = { account, item: item ?? { ...NOBODY, requestId: of.requestId } };
  if ('state' in reserved) return describeReceived(ctx, known, stateOf(input.answer, reserved.state));
  const state = await performTyped({
    send: reserved.send,
    later: input.later,
    call: async (at) => ({
      ...(await at.provider[input.answer](account.providerAccountId, of.requestId)),
      profile: null,
    }),
    settle: (at, call) =>
      withWorkspace(at, async (tx) => {
        const verdict = judgeAnswer(input.answer, call.answer);
        const { send } = reserved;
        const effect = { account, work: { action: input.answer }, send, call, verdict };
        if ((await settleLedger(unitOf(tx), at, effect)) === null) return null;
        const details = { accountId: account.id, requestId: of.requestId, state: verdict.state };
        await emitAudit(tx, at, { action: `invitation.${input.answer}`, objectId: send.id, details });
        return verdict;
      }),
  });
  return describeReceived(await input.later(), known, stateOf(input.answer, state));
}

const NOBODY = { providerUserId: null, slug: null, name: null, createdAt: null };

/** Null when the list does not show it. The same call would withdraw one that was sent, so the list has the last word. */
async function listedItem(
  ctx: ServiceContext,
  account: AccountRow,
  requestId: string,
): Promise<ReceivedInvitation | null> {
  const list = await readWholeList(
    (page) => ctx.provider.listReceivedInvitations(account.providerAccountId, page, { fresh: true }),
    PAGES_MAX,
  );
  if (list === null) throw new AppError('unavailable', 'The provider cannot list the invitations just now.');
  return list.find((item) => item.requestId === requestId) ?? null;
}

async function reserveAnswer(
  ctx: ServiceContext,
  input: { account: AccountRow; requestId: string; answer: Answer; item: ReceivedInvitation | null },
): Promise<{ send: ReservedSend } | { state: SendState }> {
  const { account, requestId, answer, item } = input;
  const key = { enrolmentId: `received:${account.id}:${requestId}`, stepKey: 'answer' };
  const made = await withWorkspace(ctx, (tx) => answerMade(tx, key));
  if (made !== null && made.state !== 'released') {
    if (made.action !== answer) throw new AppError('conflict', 'This invitation was answered the other way.');
    return { state: made.state };
  }
  if (item === null) throw new AppError('not_found', 'The invitation does not wait for an answer any more.');
  const result = await withWorkspace(ctx, (tx) =>
    reserveSend(unitOf(tx), ctx, {
      ...{ ...key, accountId: account.id, campaignId: null, prospectId: null },
      ...{ action: answer, variant: 'plain' as const, origin: 'typed' as const },
    }),
  );
  if (result.outcome === 'reserved') return { send: result.send };
  if (result.outcome !== 'duplicate') throw refusalOf(ctx, result);
  return reserveAnswer(ctx, input);
}

function stateOf(answer: Answer, state: SendState): 'accepted' | 'refused' | 'unknown' {
  if (state === 'sent') return answer === 'accept' ? 'accepted' : 'refused';
  if (state === 'rejected' || state === 'released' || state === 'closed')
    throw new AppError('refused', 'The provider did not take the answer to the invitation.');
  return 'unknown';
}

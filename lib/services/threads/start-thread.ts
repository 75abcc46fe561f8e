import { prospectRow } from '../../../db/queries/prospects';
import { threadRow } from '../../../db/queries/threads-api';
import { AppError } from '../../platform/errors';
import { accountFor } from '../accounts/account-access';
import { freshAccount } from '../accounts/fresh-account';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { lookUpTyped } from '../typed/look-up-typed';
import type { Writing } from '../typed/send-typed-message';
import { sendTypedMessage } from '../typed/send-typed-message';
import type { TypedWork } from '../typed/typed-work';
import { typedWorkOf } from '../typed/typed-work';

/**
 * Writes the first message to a connection by hand, once for the Idempotency-Key; where there is a conversation already it
 * is written there. Whoever is no connection is refused before anything is spent on a message.
 */
export async function startThread(ctx: ServiceContext, input: Writing & { accountId: string; prospectId: string }) {
  authorise(ctx, 'accounts.manage_own');
  const { accountId, prospectId, later } = input;
  const known = await withWorkspace(ctx, async (tx) => {
    await accountFor(tx, ctx, accountId);
    if ((await prospectRow(tx, prospectId)) === null) throw new AppError('not_found', 'There is no such person.');
    return threadRow(tx, { accountId, prospectId });
  });
  const work = typedWorkOf(ctx, { accountId, key: input.key, action: 'message', prospectId, words: input.text });
  const to =
    known === null
      ? { chatId: null, providerUserId: await connectionOf(ctx, { accountId, work, later }) }
      : { chatId: known.thread.providerChatId };
  return sendTypedMessage(ctx, { accountId, work, later, to });
}

async function connectionOf(
  ctx: ServiceContext,
  { accountId, work, later }: { accountId: string; work: TypedWork; later: () => Promise<ServiceContext> },
): Promise<string> {
  const account = await freshAccount(ctx, { accountId });
  const person = await lookUpTyped({ account, work, later });
  if (person.degree !== null && person.degree !== 1)
    throw new AppError('refused', 'The person is not a connection of the account: invite them, or send an InMail.');
  return person.providerUserId;
}

import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import type { Writing } from '../typed/send-typed-message';
import { sendTypedMessage } from '../typed/send-typed-message';
import { typedWorkOf } from '../typed/typed-work';
import { threadFor } from './thread-for';

/**
 * Writes a message by hand in a conversation, once for the Idempotency-Key, from the same budgets as the engine's; it ends
 * what campaigns had planned for the person. Answers the ledger's row and the conversation.
 */
export async function writeMessage(ctx: ServiceContext, input: Writing & { id: string }) {
  authorise(ctx, 'accounts.manage_own');
  const { thread } = await withWorkspace(ctx, (tx) => threadFor(tx, ctx, input.id));
  const { accountId, prospectId, providerChatId: chatId } = thread;
  if (prospectId === null)
    throw new AppError('refused', 'The person of this conversation is not in the workspace: add them first.');
  const work = typedWorkOf(ctx, { accountId, key: input.key, action: 'message', prospectId, words: input.text });
  return sendTypedMessage(ctx, { accountId, work, later: input.later, to: { chatId } });
}

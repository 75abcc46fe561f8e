import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { threadFor } from './thread-for';

/**
 * One page of a conversation, newest first, read from what the API has synced: no words are kept here, and reading them costs
 * no budget (limits.md §1). Whoever may only look at figures does not read other people's letters. While the account is not
 * connected nothing can be read.
 */
export async function listMessages(ctx: ServiceContext, input: { id: string; cursor?: string }) {
  authorise(ctx, 'accounts.manage_own');
  const { thread, account } = await withWorkspace(ctx, (tx) => threadFor(tx, ctx, input.id));
  const read = await ctx.provider.readChat(account.providerAccountId, thread.providerChatId, input.cursor ?? null);
  if (read.ok) {
    const items = read.value.items.map(({ messageId, own, text, at }) => {
      return { id: messageId, own, text, at: at.toISOString() };
    });
    return { items, nextCursor: read.value.next };
  }
  if (read.code === 'not_found' && input.cursor !== undefined)
    throw new AppError('validation_failed', 'The cursor is not one that this list gave out.', {
      fields: [{ path: 'cursor', message: 'Leave it out to begin at the first page.' }],
    });
  if (read.code === 'not_found')
    throw new AppError('not_found', 'The provider does not know this conversation any more.');
  throw new AppError('unavailable', 'The provider cannot show the conversation just now.', {
    ...(read.retryAfterS === undefined ? {} : { retryAfterS: read.retryAfterS }),
  });
}

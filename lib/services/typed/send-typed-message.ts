import { threadRow } from '../../../db/queries/threads-api';
import { freshAccount } from '../accounts/fresh-account';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { describeThread } from '../threads/describe-thread';
import { outcomeOf } from './outcome-of';
import { sendTyped } from './send-typed';
import type { TypedWork } from './typed-work';

/** What a person writes by hand; `later` gives a context stamped with the app's time now. */
export interface Writing {
  text: string;
  key: string | null;
  later: () => Promise<ServiceContext>;
}

/** Sends a message by hand in a conversation, or as its first; answers the ledger's row and the conversation. */
export async function sendTypedMessage(
  ctx: ServiceContext,
  input: {
    accountId: string;
    work: TypedWork;
    later: () => Promise<ServiceContext>;
    /** The conversation; null opens one with the member. */
    to: { chatId: string } | { chatId: null; providerUserId: string };
  },
) {
  const { accountId, work, later, to } = input;
  const account = await freshAccount(ctx, { accountId });
  const sent = await sendTyped({
    ...{ account, work, later },
    call: async (at) => {
      const { chatId } = to;
      const providerUserId = 'providerUserId' in to ? to.providerUserId : '';
      const message = { providerUserId, chatId, text: work.words };
      return { ...(await at.provider.sendMessage(account.providerAccountId, message)), profile: null };
    },
  });
  if (sent.state !== 'sent') throw outcomeOf(sent, 'message');
  const row = await withWorkspace(ctx, (tx) => threadRow(tx, { accountId, prospectId: work.prospectId }));
  return { sendId: sent.sendId, state: sent.state, thread: row === null ? null : describeThread(row) };
}

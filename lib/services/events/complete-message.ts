import { resolutionOf } from '../../../db/queries/enrolments';
import { personOfChat } from '../../../db/queries/person-of-event';
import { accountById } from '../../../db/queries/sending-days';
import type { ProviderEvent } from '../../providers/port';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';

type MessageNew = Extract<ProviderEvent, { kind: 'message_new' }>;

/**
 * A message of which the webhook gave ids alone, read from the provider before anything is made of it: whether it is ours
 * or a reply is not guessed. One that cannot be read throws, so that the event stays and is tried again.
 */
export async function completeMessage(
  ctx: ServiceContext,
  input: { accountId: string | null; event: MessageNew },
): Promise<MessageNew> {
  const { accountId, event } = input;
  if (event.senderUserId !== '' || event.own || accountId === null) return event;
  const known = await withWorkspace(ctx, async (tx) => {
    const prospectId = await personOfChat(tx, accountId, event.chatId);
    return prospectId === null ? null : await resolutionOf(tx, accountId, prospectId);
  });
  // A chat that is not known to be with anybody the account has looked up: nothing of ours was sent there.
  if (known === null) return event;
  const account = await withWorkspace(ctx, (tx) => accountById(tx, accountId));
  if (account === null) throw new Error(`there is no account ${accountId}`);
  const read = await ctx.provider.listMessages(account.providerAccountId, known.providerUserId);
  if (!read.ok) throw new Error(`the message ${event.messageId} cannot be read now`);
  const found = read.value.find((message) => message.messageId === event.messageId);
  if (found === undefined) throw new Error(`the message ${event.messageId} is not among those of its chat yet`);
  return { ...event, own: found.own, text: found.text, senderUserId: found.own ? '' : known.providerUserId };
}

import { z } from 'zod';
import type { Tier } from '../../domain/limits/constants';
import type { ProviderPort, ReadResult } from '../port';
import { productOf } from './accounts';
import { id, instant } from './body';
import { readResult, writeResult } from './outcome';
import { readPage } from './pagination';
import { segment, type UnipileClient } from './request';

type Messages = Pick<ProviderPort, 'sendMessage' | 'sendInmail' | 'listMessages' | 'readChat'>;

/** Messages and InMails; the reference of either is its conversation. */
export function messageCalls(client: UnipileClient): Messages {
  return {
    async sendMessage(accountId, { providerUserId, chatId, text }) {
      const chats = `/${segment(accountId)}/chats`;
      const exchanged =
        chatId === null
          ? await client.write(`${chats}/send`, { text, users_ids: [providerUserId] })
          : await client.write(`${chats}/${segment(chatId)}/messages/send`, { text });
      return writeResult(exchanged, {
        context: { action: 'message', withNote: false },
        schema: z.object({ object: z.literal(chatId === null ? 'ChatStarted' : 'MessageSent'), chat_id: id.nullish() }),
        refOf: (body) => body.chat_id ?? chatId,
      });
    },
    async sendInmail(accountId, { providerUserId, subject, text, tier }) {
      const body = { text, users_ids: [providerUserId], ...inmailOf(tier, subject) };
      return writeResult(await client.write(`/${segment(accountId)}/chats/send`, body), {
        context: { action: 'inmail', withNote: false },
        schema: started,
        // Without a conversation it is no proof that one was sent: the table of answers judges it (limits.md §5).
        refOf: (answer) => answer.chat_id ?? null,
      });
    },
    listMessages: (accountId, providerUserId) => listMessages(client, accountId, providerUserId),
    async readChat(accountId, chatId, page) {
      const path = `/${segment(accountId)}/chats/${segment(chatId)}/messages`;
      const read = await readPage(client, path, {}, message, page);
      if (!read.ok) return read;
      const items = read.value.items
        .filter((one) => !one.is_event)
        .map(({ id: messageId, is_sender: own, text, timestamp: at }) => ({ messageId, own, text: text ?? null, at }));
      return { ...read, value: { ...read.value, items } };
    },
  };
}

const started = z.object({ object: z.literal('ChatStarted'), chat_id: id.nullish() });
const lookup = z.object({ data: z.array(z.object({ chat_id: id })) });
const message = z.object({
  id,
  is_sender: z.boolean(),
  text: z.string().nullish(),
  timestamp: instant,
  is_event: z.boolean().nullish(),
});
const messages = z.object({ data: z.array(message) });

/** One member has one conversation an inbox; more than this is no conversation of ours. */
const CHATS_MAX = 4;
const MESSAGES_LIMIT = 100;

/** A subject has no field of its own in the classic product; there it is the conversation's name, as in v1. */
function inmailOf(tier: Tier, subject: string | null): Record<string, unknown> {
  const product = productOf(tier);
  if (product === 'classic') {
    return { ...(subject === null ? {} : { name: subject }), specifics: { linkedin: { classic: { inmail: true } } } };
  }
  const fields = { subject: subject ?? '', ...(product === 'recruiter' ? { send_as: 'INMAIL' } : {}) };
  return { specifics: { linkedin: { [product]: fields } } };
}

/** The newest messages with one member, past the cache: what settles whether a message was really sent. */
async function listMessages(
  client: UnipileClient,
  accountId: string,
  providerUserId: string,
): ReturnType<ProviderPort['listMessages']> {
  const account = `/${segment(accountId)}`;
  const fresh = { fresh: true };
  const found = readResult(await client.read(`${account}/users/${segment(providerUserId)}/chat`, fresh), lookup);
  // A member without a conversation is not an error: there are no messages.
  if (!found.ok && found.code === 'not_found' && found.detail.includes('provider/')) {
    return { ok: true, value: [], headers: found.headers };
  }
  if (!found.ok) return found;
  const value: Extract<Awaited<ReturnType<ProviderPort['listMessages']>>, { ok: true }>['value'] = [];
  let headers = found.headers;
  for (const { chat_id: chatId } of found.value.data.slice(0, CHATS_MAX)) {
    const path = `${account}/chats/${segment(chatId)}/messages?limit=${MESSAGES_LIMIT}`;
    const read: ReadResult<z.infer<typeof messages>> = readResult(await client.read(path, fresh), messages);
    if (!read.ok) return read;
    headers = read.headers;
    for (const one of read.value.data.filter((each) => !each.is_event)) {
      const { id: messageId, is_sender: own, text, timestamp: at } = one;
      value.push({ chatId, messageId, own, text: text ?? null, at });
    }
  }
  return { ok: true, value, headers };
}

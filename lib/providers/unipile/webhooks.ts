import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ProviderEvent } from '../port';
import { accountRecord, statusOf, toAccount } from './accounts';
import { id, instant, jsonOf, user } from './body';

/**
 * Whether a webhook was signed with the secret in the last 300 s of real time (design.md §6). The signature is over the
 * bytes as they came; several `v0` are allowed, as while a secret is being changed. Constant time per signature.
 */
export function verifySignature(
  secret: string,
  { header, rawBody, wallNow }: { header: string | null; rawBody: string; wallNow: Date },
): boolean {
  if (secret === '' || header === null) return false;
  const parts = header.split(',').map((part) => part.trim());
  const t = parts.find((part) => part.startsWith('t='))?.slice(2);
  if (t === undefined || !/^\d{1,12}$/.test(t)) return false;
  if (Math.abs(wallNow.getTime() / 1_000 - Number(t)) > WINDOW_S) return false;
  const expected = createHmac('sha256', secret).update(`${t}.${rawBody}`).digest();
  return parts
    .filter((part) => part.startsWith('v0='))
    .map((part) => Buffer.from(part.slice(3), 'hex'))
    .some((given) => given.byteLength === expected.byteLength && timingSafeEqual(given, expected));
}

/** An event in our words; null when it is malformed, `ignored` when it is none of ours. */
export function parseEvent(rawBody: string): ProviderEvent | null {
  const parsed = envelope.safeParse(jsonOf(rawBody));
  if (!parsed.success) return null;
  const { id: eventId, created_at: at, account_id: providerAccountId, type, payload } = parsed.data;
  const read = READERS[type] ?? (type.startsWith(STATUS_PREFIX) ? readStatus : ignore);
  const event = read(payload ?? {}, type);
  return event === null ? null : { eventId, providerAccountId, at, ...event };
}

const WINDOW_S = 300;
const STATUS_PREFIX = 'account.status.';

const envelope = z.object({
  id,
  created_at: instant,
  account_id: id,
  type: z.string().min(1),
  payload: z.unknown(),
});

type EventOf<K extends ProviderEvent['kind']> = Omit<
  Extract<ProviderEvent, { kind: K }>,
  'eventId' | 'providerAccountId' | 'at'
> & { at?: Date };
type Body = { [K in ProviderEvent['kind']]: EventOf<K> }[ProviderEvent['kind']];
type Reader = (payload: unknown, type: string) => Body | null;

const READERS: Partial<Record<string, Reader>> = {
  'account.add': readConnected,
  'account.reconnect': readConnected,
  // Nothing more can be sent from a removed or locked account, whatever its last status was.
  'account.remove': () => ({ kind: 'account_status', status: 'disconnected', detail: 'removed' }),
  'account.locked': () => ({ kind: 'account_status', status: 'restricted', detail: 'locked' }),
  'relation.new': readRelation,
  'message.new': readMessage,
  // What it carries is not documented (unipile.md §11); that it came, and for which account, is what counts.
  'email.new.bounce': () => ({ kind: 'email_bounced' }),
};

function ignore(_: unknown, type: string): Body {
  return { kind: 'ignored', type };
}

function readConnected(payload: unknown, type: string): Body | null {
  const parsed = z.object({ account: accountRecord, state: z.string().nullish() }).safeParse(payload);
  if (!parsed.success) return null;
  const account = toAccount(parsed.data.account);
  if (account === null) return { kind: 'ignored', type };
  const state = parsed.data.state || null;
  return { kind: 'account_connected', state, account, reconnect: type === 'account.reconnect' };
}

function readStatus(payload: unknown, type: string): Body | null {
  const parsed = z
    .object({ timestamp: instant.nullish(), product: z.string().nullish(), reason: z.string().nullish() })
    .safeParse(payload);
  if (!parsed.success) return null;
  const { timestamp, product, reason } = parsed.data;
  const word = type.slice(STATUS_PREFIX.length);
  // Trouble of a product that we do not send through; the account's own record says the rest.
  if ((word === 'degraded' || word === 'partial') && product && product !== 'classic') return { kind: 'ignored', type };
  const detail = [word === statusOf(word) ? '' : word, product, reason].filter(Boolean).join(' ');
  return {
    kind: 'account_status',
    status: statusOf(word),
    detail: detail || null,
    ...(timestamp ? { at: timestamp } : {}),
  };
}

function readRelation(payload: unknown): Body | null {
  const parsed = z.object({ user }).safeParse(payload);
  if (!parsed.success) return null;
  return {
    kind: 'relation_new',
    providerUserId: parsed.data.user.id,
    slug: parsed.data.user.public_identifier || null,
  };
}

const fullMessage = z.object({
  id,
  chat_id: id,
  sender_id: id,
  is_sender: z.boolean(),
  text: z.string().nullish(),
  timestamp: instant.nullish(),
  is_event: z.boolean().nullish(),
});
const messageIds = z.object({ chat_id: id, message_id: id.nullish(), id: id.nullish() });

/** Without a sender (ids only) `senderUserId` is empty, and the reader has to fetch the message before it acts on it. */
function readMessage(payload: unknown, type: string): Body | null {
  const full = fullMessage.safeParse(payload);
  if (full.success) {
    const { id: messageId, chat_id: chatId, sender_id: senderUserId, is_sender: own, text, timestamp } = full.data;
    if (full.data.is_event) return { kind: 'ignored', type };
    const at = timestamp ? { at: timestamp } : {};
    return { kind: 'message_new', chatId, messageId, senderUserId, own, text: text ?? null, ...at };
  }
  const ids = messageIds.safeParse(payload);
  const messageId = ids.success ? (ids.data.message_id ?? ids.data.id) : null;
  if (!ids.success || !messageId) return null;
  return { kind: 'message_new', chatId: ids.data.chat_id, messageId, senderUserId: '', own: false, text: null };
}

import { accountEventOps, withCredits } from './accounts';
import { type Act, accept, refuse, refusedByLimit, violationOp } from './acts';
import { type Answer, problem } from './answers';
import { configOf } from './config';
import { drawnReply } from './delays';
import { knownOp, relationKey, tieOf, token } from './identities';
import type { Account, MessageRecord } from './records';
import { messageShape } from './shapes';
import type { Simulation } from './simulation';
import { type Op, put } from './store';

export interface OutgoingText {
  text: string;
  subject: string | null;
}

export type SendOutcome = { ok: true; chatId: string; messageId: string } | { ok: false; answer: Answer };

/** Sends a message to a connection. */
export function sendMessage(simulation: Simulation, act: Act, outgoing: OutgoingText): SendOutcome {
  if (act.tie === null) return refused(refuse(simulation, act, 'unknown_person', unprocessable()));
  if (act.tie.degree !== 1 && !hasAnswered(simulation, act)) {
    return refused(refuse(simulation, act, 'not_connected', unprocessable()));
  }
  const limited = refusedByLimit(simulation, act);
  return limited === null ? book(simulation, act, outgoing, act.account, null) : refused(limited);
}

/** Sends an InMail: an open profile costs nothing, anyone else one credit. */
export function sendInmail(simulation: Simulation, act: Act, outgoing: OutgoingText): SendOutcome {
  const { tie, now } = act;
  if (tie === null) return refused(refuse(simulation, act, 'unknown_person', unprocessable()));
  if (!tie.acceptsInmail) return refused(refuse(simulation, act, 'inmail_not_allowed', unprocessable()));
  const account = withCredits(act.account, now);
  const free = tie.person.openProfile;
  if (account.tier === 'free' || (!free && account.credits.balance < 1)) {
    return refused(refuse(simulation, act, 'no_inmail_credit', unprocessable()));
  }
  const limited = refusedByLimit(simulation, act);
  if (limited !== null) return refused(limited);
  if (free) return book(simulation, act, outgoing, account, null);
  const balance = account.credits.balance - 1;
  return book(simulation, act, outgoing, { ...account, credits: { ...account.credits, balance } }, now);
}

/** Operations that book an incoming message and tell the endpoints of it. */
export function replyOps(simulation: Simulation, account: Account, slug: string, text: string, at: Date): Op[] {
  const tie = tieOf(simulation, account, slug);
  if (tie === null) return [];
  const chatId = chatIdOf(simulation, account.id, slug);
  const chat = simulation.store.get('chat', chatId);
  const message: MessageRecord = {
    accountId: account.id,
    chatId,
    slug,
    own: false,
    text,
    subject: null,
    at: at.toISOString(),
  };
  const id = messageIdOf(simulation, chatId, message);
  const creditAtMs = chat?.creditInmailAt == null ? null : Date.parse(chat.creditInmailAt);
  // A reply within 90 days gives the credit of an InMail back (limits.md §1).
  const givesBack = creditAtMs !== null && at.getTime() - creditAtMs < 90 * DAY_MS;
  const { credits } = withCredits(account, at);
  return [
    put('message', id, message),
    put('chat', chatId, { accountId: account.id, slug, lastAt: message.at, creditInmailAt: null }),
    knownOp(account, tie),
    ...(givesBack
      ? [put('account', account.id, { ...account, credits: { ...credits, balance: credits.balance + 1 } })]
      : []),
    ...accountEventOps(simulation, account, 'message.new', messageShape(account, id, message, tie), at),
  ];
}

/** The one conversation of an account with a person. */
export function chatIdOf(simulation: Simulation, accountId: string, slug: string): string {
  return `2-${token(40, simulation.seed, accountId, slug, 'chat')}`;
}

/** The messages of a conversation, newest first. */
export function messagesOf(simulation: Simulation, accountId: string, chatId: string): [string, MessageRecord][] {
  return simulation.store
    .ofAccount('message', accountId)
    .filter(([, message]) => message.chatId === chatId)
    .sort(([idA, a], [idB, b]) => (`${a.at}|${idA}` < `${b.at}|${idB}` ? 1 : -1));
}

const DAY_MS = 24 * 3_600_000;
const REPLIES = [
  'Thanks for reaching out. Could you send me a few more details?',
  'Sounds interesting, I have time next Tuesday afternoon.',
  'Not a priority for us this quarter, sorry.',
  'You may want to talk to my colleague about this instead.',
];

function unprocessable(): Answer {
  return problem('provider/unprocessable_entity', 'The provider could not process this request.');
}

function refused(answer: Answer): SendOutcome {
  return { ok: false, answer };
}

function hasAnswered(simulation: Simulation, act: Act): boolean {
  const slug = act.tie?.person.slug ?? '';
  const chatId = chatIdOf(simulation, act.account.id, slug);
  return messagesOf(simulation, act.account.id, chatId).some(([, message]) => !message.own);
}

function book(
  simulation: Simulation,
  act: Act,
  outgoing: OutgoingText,
  account: Account,
  creditAt: Date | null,
): SendOutcome {
  const { tie, now } = act;
  if (tie === null) throw new Error('A message that is not refused has a person');
  const { slug } = tie.person;
  const chatId = chatIdOf(simulation, account.id, slug);
  const earlier = messagesOf(simulation, account.id, chatId);
  const message: MessageRecord = { accountId: account.id, chatId, slug, own: true, ...outgoing, at: now.toISOString() };
  const id = messageIdOf(simulation, chatId, message);
  const creditInmailAt = creditAt?.toISOString() ?? simulation.store.get('chat', chatId)?.creditInmailAt ?? null;
  const ops: Op[] = [
    put('account', account.id, account),
    put('message', id, message),
    put('chat', chatId, { accountId: account.id, slug, lastAt: message.at, creditInmailAt }),
    knownOp(account, tie),
    ...replyDueOps(simulation, account, slug, id, now),
  ];
  if (earlier.some(([, one]) => one.own && one.text === outgoing.text))
    ops.push(violationOp(simulation, act, 'repeated_message'));
  if (configOf(simulation).echoOwnMessages) {
    ops.push(...accountEventOps(simulation, account, 'message.new', messageShape(account, id, message, tie), now));
  }
  accept(simulation, act, { ops, resultId: id });
  return { ok: true, chatId, messageId: id };
}

function replyDueOps(simulation: Simulation, account: Account, slug: string, messageId: string, now: Date): Op[] {
  const key = `${simulation.seed}|${account.id}|${slug}|${messageId}`;
  const at = drawnReply(key, now, configOf(simulation).reply);
  const dueId = `reply|${relationKey(account.id, slug)}`;
  // One answer per person at a time, as people do.
  if (at === null || simulation.store.get('due', dueId) !== undefined) return [];
  const text =
    REPLIES[Number.parseInt(Buffer.from(messageId).toString('hex').slice(-2), 16) % REPLIES.length] ?? REPLIES[0];
  return [
    put('due', dueId, {
      accountId: account.id,
      slug,
      kind: 'reply',
      at: at.toISOString(),
      requestId: null,
      text: text ?? null,
    }),
  ];
}

/** Counts within the conversation, so that the same history gives the same ids and the same draws. */
function messageIdOf(simulation: Simulation, chatId: string, message: MessageRecord): string {
  const earlier = messagesOf(simulation, message.accountId, chatId).length;
  return `2-${token(36, simulation.seed, chatId, 'message', String(earlier))}`;
}

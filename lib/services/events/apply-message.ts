import type { Tx } from '../../../db/client';
import { prospectById } from '../../../db/queries/enrolments';
import { isBooked, mayBeWriting } from '../../../db/queries/hand-sent';
import { markProspect, upsertThread } from '../../../db/queries/outcomes';
import {
  bookExternal,
  ownMessagesTo,
  personOfChat,
  personOfProviderUser,
  suppressHandlesOf,
} from '../../../db/queries/person-of-event';
import { accountById } from '../../../db/queries/sending-days';
import { stepById } from '../../../db/queries/steps';
import { typedWordsTo } from '../../../db/queries/typed-sends';
import { compose } from '../../domain/sends/compose';
import { isOptOut } from '../../domain/sends/opt-out';
import { newId } from '../../platform/ids';
import type { ProviderEvent } from '../../providers/port';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { stopEnrolments } from '../enrolments/stop-enrolments';
import { unitOf } from '../sends/pg-store';
import { wordsPrint } from '../typed/words-print';

type MessageNew = Extract<ProviderEvent, { kind: 'message_new' }>;

/**
 * A message in a chat of the account. One from a person stops everything that is planned for them, an opt-out for good
 * (design.md P3); one of our own that no step sent was typed by hand and is booked. Answers what it did.
 */
export async function applyMessage(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string | null; event: MessageNew },
): Promise<string> {
  const { accountId, event } = input;
  if (accountId === null) return 'unknown_account';
  // Asked before the chat: whatever is settled in between stores its chat in the same transaction, so that the chat is found.
  const maybeOurs = event.own && (await mayBeWriting(tx, { accountId, at: event.at }));
  const bySender =
    event.senderUserId === '' || event.own
      ? null
      : await personOfProviderUser(tx, { accountId, providerUserId: event.senderUserId, slug: null });
  const prospectId = bySender ?? (await personOfChat(tx, accountId, event.chatId));
  const result = event.own
    ? await applyOwn(tx, ctx, { accountId, prospectId, maybeOurs, event })
    : prospectId === null
      ? 'unknown_person'
      : await applyReply(tx, ctx, { prospectId, event });
  await upsertThread(tx, {
    workspaceId: ctx.actor.workspaceId,
    id: newId('thread'),
    accountId,
    prospectId,
    providerChatId: event.chatId,
    openedOwn: event.own,
    ...(event.own ? { lastOutboundAt: event.at } : { lastInboundAt: event.at }),
    createdAt: ctx.now,
  });
  return result;
}

async function applyReply(
  tx: Tx,
  ctx: ServiceContext,
  input: { prospectId: string; event: MessageNew },
): Promise<string> {
  const { prospectId, event } = input;
  const optOut = event.text !== null && isOptOut(event.text);
  // Enrolments are the first locks of every stopping write, the person's row comes after them.
  const { stopped, dispatching } = await stopEnrolments(unitOf(tx), ctx, {
    prospectId,
    state: 'replied',
    reason: 'replied',
  });
  await markProspect(tx, prospectId, { repliedAt: event.at, ...(optOut ? { optedOutAt: event.at } : {}) });
  if (optOut)
    await suppressHandlesOf(tx, { prospectId, reason: 'asked to stop', by: actorId(ctx.actor), now: ctx.now });
  await emitAudit(tx, ctx, {
    action: optOut ? 'person.opted_out' : 'person.replied',
    objectId: prospectId,
    details: { stopped, dispatching },
  });
  return optOut ? 'opted_out' : 'replied';
}

/**
 * A message of the account itself: ours, when a step or a rep has sent these very words to the person. Any other was
 * written at the provider: it is booked once from the same budgets, and it pre-empts what was planned for the person, because two
 * voices of one sender are worse than one.
 */
async function applyOwn(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string; prospectId: string | null; maybeOurs: boolean; event: MessageNew },
): Promise<string> {
  const { accountId, prospectId, event } = input;
  const { messageId: ref, at } = event;
  if (event.text === null) return 'own';
  if (prospectId === null) {
    // A step's first message to somebody opens a chat that we do not know before its answer is settled.
    if (input.maybeOurs) return 'unknown_person';
  } else {
    if (await isOurs(tx, ctx, { accountId, prospectId, text: event.text })) return 'own';
    if (await isBooked(tx, { accountId, action: 'message', ref })) return 'own';
    const stop = { prospectId, state: 'stopped', reason: 'written_by_hand' } as const;
    const { stopped, dispatching } = await stopEnrolments(unitOf(tx), ctx, stop);
    if (stopped.length > 0)
      await emitAudit(tx, ctx, {
        action: 'person.written_by_hand',
        objectId: prospectId,
        details: { stopped, dispatching },
      });
  }
  const booked = await bookExternal(tx, { sendId: newId('send'), accountId, prospectId, action: 'message', ref, at });
  return booked ? 'booked_by_hand' : 'own';
}

async function isOurs(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string; prospectId: string; text: string },
): Promise<boolean> {
  const account = await accountById(tx, input.accountId);
  const person = await prospectById(tx, input.prospectId);
  if (account === null || person === null) return true;
  const typed = await typedWordsTo(tx, input);
  if (typed.includes(wordsPrint(ctx.encryptionKey, input.text))) return true;
  for (const { action, stepId } of await ownMessagesTo(tx, input)) {
    const step = await stepById(tx, stepId);
    // A step that was deleted since cannot be compared: what cannot be told apart is not booked twice.
    if (step === null) return true;
    const words = compose({ action, step, person, tier: account.tier });
    if (words.ok && words.text.trim() === input.text.trim()) return true;
  }
  return false;
}

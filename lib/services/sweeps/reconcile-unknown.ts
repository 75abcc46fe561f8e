import type { Action } from '../../domain/limits/constants';
import { compose } from '../../domain/sends/compose';
import type { Look } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { concludeSent } from '../sends/conclude-sent';
import { HOLD_AFTER_MS, holdSend, unread } from '../sends/hold-send';
import type { StoreUnit } from '../sends/store';
import { wordsPrint } from '../typed/words-print';
import { withUnit } from '../with-unit';

type Unknown = Awaited<ReturnType<StoreUnit['unknownSends']>>[number];

const PAGES_MAX = 5;
/** How far the provider's clock may be behind ours. */
const CLOCKS_APART_MS = 5 * 60_000;

/**
 * Looks for sends of unknown outcome in the provider's own lists. Found, it is sent and the person moves on; not found for
 * a day, it is held for a person's decision, with what the lists showed; so is what an account has sent that is no longer
 * connected and has no lists to read. Absence alone is no proof, so nothing is ever sent again by this (P2).
 */
export async function reconcileUnknown(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ found: number; held: number }> {
  const sends = await withUnit(ctx, (unit) => unit.unknownSends(50));
  const result = { found: 0, held: 0 };
  for (const send of sends) {
    const { found, lists } = await evidenceOf(ctx, send);
    if (found !== null) {
      if (await withUnit(ctx, (unit) => conclude(unit, ctx, send, found))) result.found += 1;
    } else if (ctx.now.getTime() - new Date(send.at).getTime() > HOLD_AFTER_MS) {
      if (await withUnit(ctx, (unit) => holdSend(unit, ctx, { send, lists }))) result.held += 1;
    }
  }
  return result;
}

function conclude(unit: StoreUnit, ctx: ServiceContext, send: Unknown, found: Found): Promise<boolean> {
  return concludeSent(unit, ctx, {
    send: { ...send, at: new Date(send.at) },
    ref: found.ref,
    answer: { code: 'reconciled', detail: 'Found in the provider’s own list.' },
    audit: { action: 'send.reconciled', details: {} },
  });
}

interface Found {
  ref: string | null;
}
/** What the lists show of a send, and which were asked. */
interface Evidence {
  found: Found | null;
  lists: Look[];
}

/** Where a send would show; a look-up shows nowhere. */
const LIST_OF: Partial<Record<Action, Look['list']>> = {
  invite: 'sent_invitations',
  message: 'messages',
  inmail: 'messages',
};

async function evidenceOf(ctx: ServiceContext, send: Unknown): Promise<Evidence> {
  const list = LIST_OF[send.action];
  if (send.providerUserId === null || list === undefined) return { found: null, lists: [] };
  if (!send.runs) return { found: null, lists: [unread(list)] };
  return list === 'messages' ? messageEvidence(ctx, send) : inviteEvidence(ctx, send);
}

async function inviteEvidence(ctx: ServiceContext, send: Unknown): Promise<Evidence> {
  const sent: Look = { list: 'sent_invitations', entries: 0, whole: false };
  const lists: Look[] = [sent];
  let page: string | null = null;
  for (let n = 0; n < PAGES_MAX; n += 1) {
    const read = await ctx.provider.listSentInvitations(send.providerAccountId, page);
    if (!read.ok) return { found: null, lists: [unread('sent_invitations')] };
    sent.entries = (sent.entries ?? 0) + read.value.items.length;
    const match = read.value.items.find((item) => item.providerUserId === send.providerUserId);
    if (match !== undefined) return { found: { ref: match.requestId }, lists };
    page = read.value.next;
    sent.whole = page === null;
    if (page === null) break;
  }
  const relations = await ctx.provider.listRelations(send.providerAccountId, null);
  if (!relations.ok) return { found: null, lists: [...lists, unread('relations')] };
  const { items, next } = relations.value;
  const connected = items.some((item) => item.providerUserId === send.providerUserId);
  const look: Look = { list: 'relations', entries: items.length, whole: next === null };
  return { found: connected ? { ref: null } : null, lists: [...lists, look] };
}

async function messageEvidence(ctx: ServiceContext, send: Unknown): Promise<Evidence> {
  const isIts = await wordsOf(ctx, send);
  if (isIts === null) return { found: null, lists: [] };
  const read = await ctx.provider.listMessages(send.providerAccountId, send.providerUserId ?? '');
  if (!read.ok) return { found: null, lists: [unread('messages')] };
  // The same words of an earlier step are no evidence for this one.
  const since = new Date(send.at).getTime() - CLOCKS_APART_MS;
  const match = read.value.find(
    (message) => message.own && message.text !== null && isIts(message.text) && message.at.getTime() >= since,
  );
  const look: Look = { list: 'messages', entries: read.value.length, whole: true };
  return { found: match === undefined ? null : { ref: match.chatId }, lists: [look] };
}

/** Whether words are those of the send; null when nobody can say what they were. */
async function wordsOf(ctx: ServiceContext, send: Unknown): Promise<((text: string) => boolean) | null> {
  const { words, prospectId } = send;
  if (words !== null) return (text) => wordsPrint(ctx.encryptionKey, text) === words;
  if (prospectId === null) return null;
  const composed = await withUnit(ctx, async (unit) => {
    const [step, person, account] = [
      await unit.stepById(send.stepId),
      await unit.prospectById(prospectId),
      await unit.accountById(send.accountId),
    ];
    if (step === null || person === null || account === null) return null;
    return compose({ action: send.action, step, person, tier: account.tier });
  });
  if (composed === null || !composed.ok) return null;
  const wanted = composed.text.trim();
  return (text) => text.trim() === wanted;
}

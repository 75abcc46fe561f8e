import { compose } from '../../domain/sends/compose';
import { newId } from '../../platform/ids';
import { recordAudit } from '../audit/record-audit';
import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import type { StoreUnit } from '../sends/store';
import { withUnit } from '../with-unit';

type Unknown = Awaited<ReturnType<StoreUnit['unknownSends']>>[number];

/** After this long without evidence a person decides. */
const HOLD_AFTER_MS = 24 * 3_600_000;
const PAGES_MAX = 5;
/** How far the provider's clock may be behind ours. */
const CLOCKS_APART_MS = 5 * 60_000;

/**
 * Looks for sends of unknown outcome in the provider's own lists. Found, it is sent and the person moves on; not found for
 * a day, it is held for a person's decision. Absence alone is no proof, so nothing is ever sent again by this (P2).
 */
export async function reconcileUnknown(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ found: number; held: number }> {
  const sends = await withUnit(ctx, (unit) => unit.unknownSends(50));
  const result = { found: 0, held: 0 };
  for (const send of sends) {
    const evidence = await evidenceOf(ctx, send);
    if (evidence !== null) {
      await withUnit(ctx, (unit) => concludeSent(unit, ctx, send, evidence));
      result.found += 1;
    } else if (ctx.now.getTime() - new Date(send.at).getTime() > HOLD_AFTER_MS) {
      await withUnit(ctx, async (unit) => {
        await unit.concludeSend({
          sendId: send.id,
          state: 'held',
          providerRef: null,
          answer: { code: 'held', detail: 'The provider’s lists do not show it.' },
          now: ctx.now,
        });
        await recordAudit(unit, ctx, { action: 'send.held', objectId: send.id, details: {} });
      });
      result.held += 1;
    }
  }
  return result;
}

interface Evidence {
  ref: string | null;
}

async function evidenceOf(ctx: ServiceContext, send: Unknown): Promise<Evidence | null> {
  if (send.providerUserId === null) return null;
  if (send.action === 'invite') return inviteEvidence(ctx, send);
  if (send.action === 'message' || send.action === 'inmail') return messageEvidence(ctx, send);
  return null;
}

async function inviteEvidence(ctx: ServiceContext, send: Unknown): Promise<Evidence | null> {
  let page: string | null = null;
  for (let n = 0; n < PAGES_MAX; n += 1) {
    const read = await ctx.provider.listSentInvitations(send.providerAccountId, page);
    if (!read.ok) return null;
    const match = read.value.items.find((item) => item.providerUserId === send.providerUserId);
    if (match !== undefined) return { ref: match.requestId };
    page = read.value.next;
    if (page === null) break;
  }
  const relations = await ctx.provider.listRelations(send.providerAccountId, null);
  if (!relations.ok) return null;
  return relations.value.items.some((item) => item.providerUserId === send.providerUserId) ? { ref: null } : null;
}

async function messageEvidence(ctx: ServiceContext, send: Unknown): Promise<Evidence | null> {
  const words = await withUnit(ctx, async (unit) => {
    const [step, person, account] = [
      await unit.stepById(send.stepId),
      await unit.prospectById(send.prospectId),
      await unit.accountById(send.accountId),
    ];
    if (step === null || person === null || account === null) return null;
    const composed = compose({ action: send.action, step, person, tier: account.tier });
    return composed.ok ? composed.text.trim() : null;
  });
  if (words === null) return null;
  const read = await ctx.provider.listMessages(send.providerAccountId, send.providerUserId ?? '');
  if (!read.ok) return null;
  // The same words of an earlier step are no evidence for this one.
  const since = new Date(send.at).getTime() - CLOCKS_APART_MS;
  const match = read.value.find(
    (message) => message.own && message.text?.trim() === words && message.at.getTime() >= since,
  );
  return match === undefined ? null : { ref: match.chatId };
}

/** Enrolment first, then the ledger: the order of all locks. */
async function concludeSent(unit: StoreUnit, ctx: ServiceContext, send: Unknown, evidence: Evidence): Promise<void> {
  const enrolment = send.enrolmentId === null ? null : await unit.lockEnrolment(send.enrolmentId);
  const done = await unit.concludeSend({
    sendId: send.id,
    state: 'sent',
    providerRef: evidence.ref,
    answer: { code: 'reconciled', detail: 'Found in the provider’s own list.' },
    now: ctx.now,
  });
  if (!done) return;
  if (send.action === 'invite') {
    await unit.insertInvitation({
      workspaceId: ctx.actor.workspaceId,
      id: newId('invitation'),
      accountId: send.accountId,
      prospectId: send.prospectId,
      sendId: send.id,
      providerRequestId: evidence.ref,
      state: 'pending',
      sentAt: new Date(send.at),
    });
  } else if (evidence.ref !== null) await keepThread(unit, ctx, send, evidence.ref);
  await recordAudit(unit, ctx, { action: 'send.reconciled', objectId: send.id, details: {} });
  if (enrolment?.active) await planEnrolment(unit, ctx, { enrolment, outcome: 'done' });
}

/** The chat that the message opened: its webhook may still come, and is then known as ours. */
async function keepThread(unit: StoreUnit, ctx: ServiceContext, send: Unknown, chatId: string): Promise<void> {
  await unit.upsertThread({
    workspaceId: ctx.actor.workspaceId,
    id: newId('thread'),
    accountId: send.accountId,
    prospectId: send.prospectId,
    providerChatId: chatId,
    lastOutboundAt: new Date(send.at),
    createdAt: ctx.now,
  });
}

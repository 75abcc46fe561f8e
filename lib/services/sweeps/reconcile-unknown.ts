import type { Tx } from '../../../db/client';
import { lockEnrolment, prospectById } from '../../../db/queries/enrolments';
import { insertInvitation } from '../../../db/queries/outcomes';
import { concludeSend } from '../../../db/queries/send-store';
import { accountById } from '../../../db/queries/sending-days';
import { stepById } from '../../../db/queries/steps';
import { unknownSends } from '../../../db/queries/stranded';
import { compose } from '../../domain/sends/compose';
import { newId } from '../../platform/ids';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';

type Unknown = Awaited<ReturnType<typeof unknownSends>>[number];

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
  const sends = await withWorkspace(ctx, (tx) => unknownSends(tx, 50));
  const result = { found: 0, held: 0 };
  for (const send of sends) {
    const evidence = await evidenceOf(ctx, send);
    if (evidence !== null) {
      await withWorkspace(ctx, (tx) => concludeSent(tx, ctx, send, evidence));
      result.found += 1;
    } else if (ctx.now.getTime() - new Date(send.at).getTime() > HOLD_AFTER_MS) {
      await withWorkspace(ctx, async (tx) => {
        await concludeSend(tx, {
          sendId: send.id,
          state: 'held',
          providerRef: null,
          answer: { code: 'held', detail: 'The provider’s lists do not show it.' },
          now: ctx.now,
        });
        await emitAudit(tx, ctx, { action: 'send.held', objectId: send.id, details: {} });
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
  const words = await withWorkspace(ctx, async (tx) => {
    const [step, person, account] = [
      await stepById(tx, send.stepId),
      await prospectById(tx, send.prospectId),
      await accountById(tx, send.accountId),
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
async function concludeSent(tx: Tx, ctx: ServiceContext, send: Unknown, evidence: Evidence): Promise<void> {
  const enrolment = send.enrolmentId === null ? null : await lockEnrolment(tx, send.enrolmentId);
  const done = await concludeSend(tx, {
    sendId: send.id,
    state: 'sent',
    providerRef: evidence.ref,
    answer: { code: 'reconciled', detail: 'Found in the provider’s own list.' },
    now: ctx.now,
  });
  if (!done) return;
  if (send.action === 'invite') {
    await insertInvitation(tx, {
      workspaceId: ctx.actor.workspaceId,
      id: newId('invitation'),
      accountId: send.accountId,
      prospectId: send.prospectId,
      sendId: send.id,
      providerRequestId: evidence.ref,
      state: 'pending',
      sentAt: new Date(send.at),
    });
  }
  await emitAudit(tx, ctx, { action: 'send.reconciled', objectId: send.id, details: {} });
  if (enrolment?.active) await planEnrolment(tx, ctx, { enrolment, outcome: 'done' });
}

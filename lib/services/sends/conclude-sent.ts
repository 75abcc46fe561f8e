import type { EnrolmentRow } from '../../../db/queries/enrolments';
import type { Action } from '../../domain/limits/constants';
import type { SendAnswer } from '../../domain/sends/constants';
import { newId } from '../../platform/ids';
import { recordAudit } from '../audit/record-audit';
import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import type { StoreUnit } from './store';

/** A send whose outcome was not known. */
export interface OpenSend {
  id: string;
  accountId: string;
  enrolmentId: string | null;
  /** The step that it is of; null when no step waits for it. */
  stepId: string | null;
  prospectId: string | null;
  action: Action;
  at: Date;
}

/**
 * A send of unknown outcome arrived: it is sent, what it left behind is kept, and its person moves on. False when somebody
 * else concluded it first. Enrolment first, then the ledger: the order of all locks.
 */
export async function concludeSent(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { send: OpenSend; ref: string | null; answer: SendAnswer; audit: { action: string; details: object } },
): Promise<boolean> {
  const { send, ref, answer, audit } = input;
  const enrolment = send.enrolmentId === null ? null : await unit.lockEnrolment(send.enrolmentId);
  if (!(await unit.concludeSend({ sendId: send.id, state: 'sent', providerRef: ref, answer, now: ctx.now })))
    return false;
  if (send.action === 'invite') {
    await keepInvitation(unit, ctx, send, ref);
    if (enrolment !== null) await unit.updateEnrolment(enrolment.id, { invitedAt: enrolment.invitedAt ?? send.at });
  } else if (ref !== null) await keepThread(unit, ctx, send, ref);
  await recordAudit(unit, ctx, { action: audit.action, objectId: send.id, details: { ...audit.details } });
  // The answer of a look-up is lost: the step it was made for still needs one.
  if (enrolment !== null && waitsFor(enrolment, send))
    await planEnrolment(unit, ctx, { enrolment, outcome: send.action === 'resolve' ? 'here' : 'done' });
  return true;
}

/** Whether the person still stands where the send left them: an acceptance, say, has moved them on by itself. */
export function waitsFor(enrolment: EnrolmentRow, send: Pick<OpenSend, 'stepId'>): boolean {
  if (!enrolment.active || send.stepId === null || enrolment.stepId !== send.stepId) return false;
  return enrolment.state === 'sending' || (enrolment.state === 'parked' && enrolment.reason === 'unknown_outcome');
}

/** One invitation of a person is pending at a time: it may have been seen in a list, or accepted, before. */
async function keepInvitation(
  unit: StoreUnit,
  ctx: ServiceContext,
  send: OpenSend,
  providerRequestId: string | null,
): Promise<void> {
  if (send.prospectId !== null && (await unit.pendingInvitation(send.accountId, send.prospectId)) !== null) return;
  await unit.insertInvitation({
    workspaceId: ctx.actor.workspaceId,
    id: newId('invitation'),
    accountId: send.accountId,
    prospectId: send.prospectId,
    sendId: send.id,
    providerRequestId,
    state: 'pending',
    sentAt: send.at,
  });
}

/** The chat that the message opened: its webhook may still come, and is then known as ours. */
async function keepThread(unit: StoreUnit, ctx: ServiceContext, send: OpenSend, chatId: string): Promise<void> {
  await unit.upsertThread({
    workspaceId: ctx.actor.workspaceId,
    id: newId('thread'),
    accountId: send.accountId,
    prospectId: send.prospectId,
    providerChatId: chatId,
    lastOutboundAt: send.at,
    openedOwn: true,
    createdAt: ctx.now,
  });
}

import type { Tx } from '../../../db/client';
import { concludeSend } from '../../../db/queries/send-store';
import type { SendAnswer } from '../../domain/sends/constants';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { applyWithdrawal, lockWithdrawal } from './apply-withdrawal';

interface ConcludeInput {
  send: { id: string; enrolmentId: string | null; prospectId: string | null };
  answer: SendAnswer;
  audit: { action: string; details: Record<string, unknown> };
}

/** A withdrawal of unknown outcome came to pass: the ledger says so, and the invitation. False when somebody else concluded it first. */
export async function concludeWithdrawal(tx: Tx, ctx: ServiceContext, input: ConcludeInput): Promise<boolean> {
  const { send, answer, audit } = input;
  if (send.enrolmentId === null || send.prospectId === null) throw new Error(`send ${send.id} withdraws nothing`);
  const locked = await lockWithdrawal(tx, { invitationId: send.enrolmentId, prospectId: send.prospectId });
  if (!(await concludeSend(tx, { sendId: send.id, state: 'sent', providerRef: null, answer, now: ctx.now })))
    return false;
  await emitAudit(tx, ctx, { ...audit, objectId: send.id });
  await applyWithdrawal(tx, ctx, { ...locked, sendId: send.id });
  return true;
}

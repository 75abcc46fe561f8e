import type { Tx } from '../../../db/client';
import type { EnrolmentRow } from '../../../db/queries/enrolments';
import { lockEnrolmentsOfProspect } from '../../../db/queries/enrolments';
import { stepById } from '../../../db/queries/steps';
import type { InvitationRow } from '../../../db/queries/withdrawals';
import { lockInvitation, markWithdrawn } from '../../../db/queries/withdrawals';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { unitOf } from '../sends/pg-store';

/** What a withdrawal changes beside the ledger. */
export interface LockedWithdrawal {
  invitation: InvitationRow;
  enrolments: EnrolmentRow[];
}

/** Locks the person's enrolments, then the invitation: both come before everything else in the order of all locks. */
export async function lockWithdrawal(
  tx: Tx,
  input: { invitationId: string; prospectId: string },
): Promise<LockedWithdrawal> {
  const enrolments = await lockEnrolmentsOfProspect(tx, input.prospectId);
  const invitation = await lockInvitation(tx, input.invitationId);
  if (invitation === null) throw new Error(`there is no invitation ${input.invitationId}`);
  return { invitation, enrolments: enrolments.filter((one) => one.accountId === invitation.accountId) };
}

/**
 * The ledger says that the invitation was withdrawn: so it is, unless it was accepted meanwhile. Whoever still waited for its
 * acceptance goes on as those who did not accept in time, or ends with the reason.
 */
export async function applyWithdrawal(
  tx: Tx,
  ctx: ServiceContext,
  input: LockedWithdrawal & { sendId: string },
): Promise<void> {
  const { invitation, enrolments, sendId } = input;
  if (!(await markWithdrawn(tx, { id: invitation.id, at: ctx.now }))) return;
  const { accountId, prospectId, withdrawAskedBy } = invitation;
  await emitAudit(tx, ctx, {
    action: 'invitation.withdrawn',
    objectId: invitation.id,
    details: { accountId, prospectId, sendId, askedBy: withdrawAskedBy },
  });
  for (const enrolment of enrolments) await goOn(tx, ctx, enrolment);
}

async function goOn(tx: Tx, ctx: ServiceContext, enrolment: EnrolmentRow): Promise<void> {
  if (!enrolment.active || enrolment.state !== 'waiting' || enrolment.stepId === null) return;
  const step = await stepById(tx, enrolment.stepId);
  if (step?.kind !== 'wait_accepted') return;
  const unit = unitOf(tx);
  await planEnrolment(unit, ctx, { enrolment, outcome: 'otherwise' });
  const after = await unit.lockEnrolment(enrolment.id);
  if (after?.active === false) await unit.updateEnrolment(enrolment.id, { reason: 'invitation_withdrawn' });
}

import type { EnrolmentRow } from '../../../db/queries/enrolments';
import type { ServiceContext } from '../context';
import type { StoreUnit } from '../sends/store';
import { planEnrolment } from './plan-enrolment';

/**
 * A person is a connection of the account now, by a webhook or by a list of the provider: whoever waited for that moves on.
 * Late news counts too: whose wait timed out goes on after it, from its `otherwise` branch or from the end.
 */
export async function acceptRelation(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { accountId: string; prospectId: string; providerUserId: string; at: Date },
): Promise<void> {
  const { accountId, prospectId, at } = input;
  const active = await unit.enrolmentIdsOn({ accountId, prospectId });
  const ids = active.length > 0 ? active : await unit.timedOutEnrolments({ accountId, prospectId });
  const enrolments = [];
  for (const id of ids) {
    const enrolment = await unit.lockEnrolment(id);
    // Looked at again under its lock: somebody may have stopped it since, and a stop is never undone by an acceptance.
    const stands = active.length > 0 ? enrolment?.active : enrolment?.state === 'done' && enrolment.acceptedAt === null;
    if (enrolment !== null && stands) enrolments.push(enrolment);
  }
  await unit.acceptInvitation({ accountId, prospectId, at });
  const known = await unit.resolutionOf(accountId, prospectId);
  await unit.saveResolution({
    workspaceId: ctx.actor.workspaceId,
    accountId,
    prospectId,
    providerUserId: known?.providerUserId ?? input.providerUserId,
    degree: 1,
    openProfile: known?.openProfile ?? null,
    openProfileAt: known?.openProfileAt ?? null,
    takesInmail: known?.takesInmail ?? null,
    visitToken: known?.visitToken ?? null,
    resolvedAt: known?.resolvedAt ?? ctx.now,
  });
  for (const enrolment of enrolments) {
    const acceptedAt = enrolment.acceptedAt ?? at;
    await unit.updateEnrolment(enrolment.id, { acceptedAt, active: true });
    // A send that is on its way plans the person itself when it is settled.
    if (enrolment.state === 'sending') continue;
    const waitId = await timedOutWaitOf(unit, enrolment);
    const accepted = { ...enrolment, acceptedAt, active: true, stepId: waitId ?? enrolment.stepId };
    await planEnrolment(unit, ctx, { enrolment: accepted, outcome: waitId === null ? 'here' : 'done' });
  }
}

/** The wait whose time had run out before this acceptance, when the person has gone on without it. */
async function timedOutWaitOf(unit: StoreUnit, enrolment: EnrolmentRow): Promise<string | null> {
  if (enrolment.acceptedAt !== null) return null;
  if (!enrolment.active) return enrolment.stepId;
  const steps = await unit.stepsOf(enrolment.campaignId);
  const step = steps.find((one) => one.id === enrolment.stepId);
  return step?.branch === 'otherwise' ? step.parentId : null;
}

import type { ServiceContext } from '../context';
import type { StoreUnit } from '../sends/store';
import { planEnrolment } from './plan-enrolment';

/** A person is a connection of the account now, by a webhook or by a list of the provider: whoever waited for that moves on. */
export async function acceptRelation(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { accountId: string; prospectId: string; providerUserId: string; at: Date },
): Promise<void> {
  const { accountId, prospectId, at } = input;
  const ids = await unit.enrolmentIdsOn({ accountId, prospectId });
  const enrolments = [];
  for (const id of ids) {
    const enrolment = await unit.lockEnrolment(id);
    if (enrolment !== null) enrolments.push(enrolment);
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
    visitToken: known?.visitToken ?? null,
    resolvedAt: known?.resolvedAt ?? ctx.now,
  });
  for (const enrolment of enrolments) {
    const acceptedAt = enrolment.acceptedAt ?? at;
    await unit.updateEnrolment(enrolment.id, { acceptedAt });
    // A send that is on its way plans the person itself when it is settled.
    if (enrolment.state !== 'sending')
      await planEnrolment(unit, ctx, { enrolment: { ...enrolment, acceptedAt }, outcome: 'here' });
  }
}

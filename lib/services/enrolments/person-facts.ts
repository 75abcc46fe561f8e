import type { EnrolmentRow } from '../../../db/queries/enrolments';
import { RESOLUTION_FRESH_MS } from '../../domain/campaigns/constants';
import type { PersonFacts } from '../../domain/campaigns/sequence';
import { REINVITE_AFTER_MS } from '../../domain/sends/constants';
import type { StoreUnit } from '../sends/store';

/** What the account knows of the person now; the planning of the next step depends on nothing else. */
export async function personFacts(unit: StoreUnit, enrolment: EnrolmentRow, now: Date): Promise<PersonFacts> {
  const resolution = await unit.resolutionOf(enrolment.accountId, enrolment.prospectId);
  const invitation = await unit.pendingInvitation(enrolment.accountId, enrolment.prospectId);
  const person = await unit.prospectById(enrolment.prospectId);
  const withdrawnAt = await unit.withdrawnSince({
    accountId: enrolment.accountId,
    prospectId: enrolment.prospectId,
    since: new Date(now.getTime() - REINVITE_AFTER_MS),
  });
  const resolved = resolution !== null && now.getTime() - resolution.resolvedAt.getTime() <= RESOLUTION_FRESH_MS;
  return {
    connected: resolution?.degree === 1 || enrolment.acceptedAt !== null,
    invited: invitation !== null,
    invitedAt: invitation?.sentAt ?? enrolment.invitedAt,
    resolved,
    reachable: resolution !== null || (person?.linkedinSlug ?? null) !== null,
    outOfNetwork: resolution?.degree === 4,
    refusesInmail: resolution?.takesInmail === false,
    reinviteAt: withdrawnAt === null ? null : new Date(withdrawnAt.getTime() + REINVITE_AFTER_MS),
  };
}

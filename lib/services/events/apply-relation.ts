import type { Tx } from '../../../db/client';
import { lockEnrolment, resolutionOf, saveResolution, updateEnrolment } from '../../../db/queries/enrolments';
import { acceptInvitation } from '../../../db/queries/outcomes';
import { enrolmentIdsOn, personOfProviderUser } from '../../../db/queries/person-of-event';
import type { ProviderEvent } from '../../providers/port';
import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';

type RelationNew = Extract<ProviderEvent, { kind: 'relation_new' }>;

/** Somebody is a connection now: the invitation is accepted and whoever waited for that moves on. Answers what it did. */
export async function applyRelation(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string | null; event: RelationNew },
): Promise<string> {
  const { accountId, event } = input;
  if (accountId === null) return 'unknown_account';
  const prospectId = await personOfProviderUser(tx, { accountId, ...event });
  if (prospectId === null) return 'unknown_person';
  await acceptRelation(tx, ctx, { accountId, prospectId, providerUserId: event.providerUserId, at: event.at });
  return 'accepted';
}

/** The same for a person who is known already; also used when a list of the provider shows what no webhook said. */
export async function acceptRelation(
  tx: Tx,
  ctx: ServiceContext,
  input: { accountId: string; prospectId: string; providerUserId: string; at: Date },
): Promise<void> {
  const { accountId, prospectId, at } = input;
  const ids = await enrolmentIdsOn(tx, { accountId, prospectId });
  const enrolments = [];
  for (const id of ids) {
    const enrolment = await lockEnrolment(tx, id);
    if (enrolment !== null) enrolments.push(enrolment);
  }
  await acceptInvitation(tx, { accountId, prospectId, at });
  const known = await resolutionOf(tx, accountId, prospectId);
  await saveResolution(tx, {
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
    await updateEnrolment(tx, enrolment.id, { acceptedAt });
    // A send that is on its way plans the person itself when it is settled.
    if (enrolment.state !== 'sending')
      await planEnrolment(tx, ctx, { enrolment: { ...enrolment, acceptedAt }, outcome: 'here' });
  }
}

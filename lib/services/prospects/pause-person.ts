import { lockEnrolmentsOfProspect } from '../../../db/queries/enrolments';
import { dispatchingToProspect, lockProspect, updateProspect } from '../../../db/queries/prospects';
import { PERSON_PAUSED } from '../../domain/campaigns/constants';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { parkEnrolment } from '../enrolments/park-enrolment';
import { unitOf } from '../sends/pg-store';
import { describeProspect } from './describe-prospect';

/**
 * Pauses one person in every campaign. When this answers, nothing starts for them any more; `dispatching` names the sends
 * whose call had already begun. They keep their place: what is due is parked, a wait runs on and parks at its end. A second
 * pause keeps the first reason.
 */
export async function pausePerson(ctx: ServiceContext, input: { id: string; reason?: string | null }) {
  authorise(ctx, 'prospects.write');
  return withWorkspace(ctx, async (tx) => {
    // Enrolments first, then the person: a dispatch share-locks both, and has committed or will see the pause.
    const enrolments = await lockEnrolmentsOfProspect(tx, input.id);
    const row = await lockProspect(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such person.');
    const dispatching = await dispatchingToProspect(tx, row.id);
    if (row.stoppedAt !== null) return { ...(await describeProspect(tx, row)), dispatching };
    const reason = input.reason?.trim() || null;
    const paused = { stoppedAt: ctx.now, stoppedBy: actorId(ctx.actor), stopReason: reason };
    await updateProspect(tx, row.id, paused);
    for (const { id } of enrolments.filter((enrolment) => enrolment.state === 'active'))
      await parkEnrolment(unitOf(tx), ctx, { enrolmentId: id, reason: PERSON_PAUSED, wakeAt: null });
    await emitAudit(tx, ctx, { action: 'person.paused', objectId: row.id, details: { reason, dispatching } });
    return { ...(await describeProspect(tx, { ...row, ...paused })), dispatching };
  });
}

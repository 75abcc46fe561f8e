import { lockEnrolmentsOfProspect } from '../../../db/queries/enrolments';
import { lockProspect, updateProspect } from '../../../db/queries/prospects';
import { PERSON_PAUSED } from '../../domain/campaigns/constants';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { unitOf } from '../sends/pg-store';
import { describeProspect } from './describe-prospect';

/**
 * Ends a person's pause: what the pause had parked is due again, one step at the account's ordinary pace; nothing is made
 * up for (limits.md §4). Somebody who is not paused stays as they are.
 */
export async function resumePerson(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'prospects.write');
  return withWorkspace(ctx, async (tx) => {
    const enrolments = await lockEnrolmentsOfProspect(tx, input.id);
    const row = await lockProspect(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such person.');
    if (row.stoppedAt === null) return describeProspect(tx, row);
    const resumed = { stoppedAt: null, stoppedBy: null, stopReason: null };
    await updateProspect(tx, row.id, resumed);
    for (const enrolment of enrolments.filter((one) => one.state === 'parked' && one.reason === PERSON_PAUSED))
      await planEnrolment(unitOf(tx), ctx, { enrolment, outcome: 'here' });
    await emitAudit(tx, ctx, { action: 'person.resumed', objectId: row.id, details: {} });
    return describeProspect(tx, { ...row, ...resumed });
  });
}

import { actorNames } from '../../../db/queries/audit';
import { pageOf } from '../../../db/queries/cursor';
import { listPeopleRows } from '../../../db/queries/enrolments-api';
import type { EnrolmentState } from '../../domain/campaigns/constants';
import { PRIORITIES } from '../../domain/campaigns/constants';
import { nameOf } from '../../domain/templates/name-of';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor } from './campaign-access';

/** The people of a campaign with where each stands and why, newest first. */
export async function listPeople(
  ctx: ServiceContext,
  input: { id: string; state?: EnrolmentState; reason?: string; limit?: number; cursor?: string },
) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    await campaignFor(tx, input.id);
    const rows = await listPeopleRows(tx, {
      campaignId: input.id,
      state: input.state ?? null,
      reason: input.reason ?? null,
      limit,
      cursor: input.cursor ?? null,
    });
    const page = pageOf(rows, limit, ({ enrolment }) => ({ at: enrolment.createdAt, id: enrolment.id }));
    const names = await actorNames(
      tx,
      page.items.flatMap(({ prospect }) => prospect?.stoppedBy ?? []),
    );
    return {
      items: page.items.map(({ enrolment, prospect }) => ({
        id: enrolment.id,
        campaignId: enrolment.campaignId,
        prospectId: enrolment.prospectId,
        name: nameOf(prospect),
        company: prospect?.company ?? null,
        accountId: enrolment.accountId,
        state: enrolment.state,
        reason: enrolment.reason,
        stepId: enrolment.stepId,
        action: enrolment.action,
        priority: PRIORITIES[enrolment.priority] ?? 'normal',
        dueAt: enrolment.dueAt?.toISOString() ?? null,
        wakeAt: enrolment.wakeAt?.toISOString() ?? null,
        invitedAt: enrolment.invitedAt?.toISOString() ?? null,
        acceptedAt: enrolment.acceptedAt?.toISOString() ?? null,
        repliedAt: enrolment.repliedAt?.toISOString() ?? null,
        pausedAt: prospect?.stoppedAt?.toISOString() ?? null,
        pausedBy: names.get(prospect?.stoppedBy ?? '') ?? null,
        pauseReason: prospect?.stopReason ?? null,
        createdAt: enrolment.createdAt.toISOString(),
      })),
      nextCursor: page.nextCursor,
    };
  });
}

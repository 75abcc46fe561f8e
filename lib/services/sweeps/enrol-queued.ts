import { queuedEnrolments } from '../../../db/queries/enrolments';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';

const BATCH = 200;

/** Plans the first step of people who wait in running campaigns; at most 200 a call. */
export async function enrolQueued(ctx: ServiceContext, input: { campaignId?: string }): Promise<{ planned: number }> {
  return withWorkspace(ctx, async (tx) => {
    const rows = await queuedEnrolments(tx, { campaignId: input.campaignId ?? null, limit: BATCH });
    for (const enrolment of rows) await planEnrolment(tx, ctx, { enrolment, outcome: 'here' });
    return { planned: rows.length };
  });
}

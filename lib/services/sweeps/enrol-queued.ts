import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { withUnit } from '../with-unit';

const BATCH = 200;

/** Plans the first step of people who wait in running campaigns; at most 200 a call. */
export async function enrolQueued(ctx: ServiceContext, input: { campaignId?: string }): Promise<{ planned: number }> {
  return withUnit(ctx, async (unit) => {
    const rows = await unit.queuedEnrolments({ campaignId: input.campaignId ?? null, limit: BATCH });
    for (const enrolment of rows) await planEnrolment(unit, ctx, { enrolment, outcome: 'here' });
    return { planned: rows.length };
  });
}

import { wakeableEnrolments } from '../../../db/queries/enrolments';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';

const BATCH = 200;

/** Looks again at people whose wait has timed out or whose parking has ended; at most 200 a call. */
export async function wakeEnrolments(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ planned: number }> {
  return withWorkspace(ctx, async (tx) => {
    const rows = await wakeableEnrolments(tx, { now: ctx.now, limit: BATCH });
    for (const enrolment of rows) await planEnrolment(tx, ctx, { enrolment, outcome: 'here' });
    return { planned: rows.length };
  });
}

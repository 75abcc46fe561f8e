import type { ServiceContext } from '../context';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { withUnit } from '../with-unit';

const BATCH = 200;

/** Looks again at people whose wait has timed out or whose parking has ended; at most 200 a call. */
export async function wakeEnrolments(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ planned: number }> {
  return withUnit(ctx, async (unit) => {
    const rows = await unit.wakeableEnrolments({ now: ctx.now, limit: BATCH });
    for (const enrolment of rows) await planEnrolment(unit, ctx, { enrolment, outcome: 'here' });
    return { planned: rows.length };
  });
}

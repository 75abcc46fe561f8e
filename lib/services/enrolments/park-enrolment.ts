import type { ServiceContext } from '../context';
import type { StoreUnit } from '../sends/store';

/** Takes an enrolment out of the due work with a reason; `wakeAt` null means that something else must wake it. */
export async function parkEnrolment(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { enrolmentId: string; reason: string; wakeAt: Date | null },
): Promise<void> {
  await unit.updateEnrolment(input.enrolmentId, {
    state: 'parked',
    reason: input.reason,
    dueAt: null,
    action: null,
    workClass: null,
    wakeAt: input.wakeAt,
    updatedAt: ctx.now,
  });
}

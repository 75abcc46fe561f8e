import type { Tx } from '../../../db/client';
import { updateEnrolment } from '../../../db/queries/enrolments';
import type { ServiceContext } from '../context';

/** Takes an enrolment out of the due work with a reason; `wakeAt` null means that something else must wake it. */
export async function parkEnrolment(
  tx: Tx,
  ctx: ServiceContext,
  input: { enrolmentId: string; reason: string; wakeAt: Date | null },
): Promise<void> {
  await updateEnrolment(tx, input.enrolmentId, {
    state: 'parked',
    reason: input.reason,
    dueAt: null,
    action: null,
    workClass: null,
    wakeAt: input.wakeAt,
    updatedAt: ctx.now,
  });
}

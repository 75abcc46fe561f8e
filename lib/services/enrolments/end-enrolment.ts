import type { Tx } from '../../../db/client';
import { updateEnrolment } from '../../../db/queries/enrolments';
import type { EnrolmentState } from '../../domain/campaigns/constants';
import type { ServiceContext } from '../context';

/** Ends one locked enrolment for good: it is never due or woken again. */
export async function endEnrolment(
  tx: Tx,
  ctx: ServiceContext,
  input: {
    enrolmentId: string;
    state: Extract<EnrolmentState, 'replied' | 'stopped' | 'skipped' | 'failed'>;
    reason: string;
  },
): Promise<void> {
  await updateEnrolment(tx, input.enrolmentId, {
    state: input.state,
    reason: input.reason,
    active: false,
    dueAt: null,
    wakeAt: null,
    action: null,
    workClass: null,
    updatedAt: ctx.now,
    ...(input.state === 'replied' ? { repliedAt: ctx.now } : {}),
  });
}

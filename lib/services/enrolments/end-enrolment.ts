import type { EnrolmentState } from '../../domain/campaigns/constants';
import type { ServiceContext } from '../context';
import type { StoreUnit } from '../sends/store';

/** Ends one locked enrolment for good: it is never due or woken again. */
export async function endEnrolment(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: {
    enrolmentId: string;
    state: Extract<EnrolmentState, 'replied' | 'stopped' | 'skipped' | 'failed'>;
    reason: string;
  },
): Promise<void> {
  await unit.updateEnrolment(input.enrolmentId, {
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

import type { EnrolmentRow } from '../../../db/queries/enrolments';
import type { Plan } from '../../domain/campaigns/sequence';
import { planNext } from '../../domain/campaigns/sequence';
import type { ServiceContext } from '../context';
import type { StoreUnit } from '../sends/store';
import { personFacts } from './person-facts';

/**
 * Decides what comes next for a locked enrolment and writes it: a due action, a wait with its end, or the end. Planning
 * the same situation twice gives the same row. An enrolment that has ended stays ended.
 */
export async function planEnrolment(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { enrolment: EnrolmentRow; outcome: 'here' | 'done' | 'otherwise' },
): Promise<{ dueAt: Date | null }> {
  const { enrolment, outcome } = input;
  if (!enrolment.active) return { dueAt: null };
  const plan = planNext({
    steps: await unit.stepsOf(enrolment.campaignId),
    stepId: enrolment.stepId,
    outcome,
    facts: await personFacts(unit, enrolment, ctx.now),
    now: ctx.now,
    since: enrolment.stepSince ?? enrolment.createdAt,
  });
  await unit.updateEnrolment(enrolment.id, {
    ...rowOf(plan),
    ...(plan.kind !== 'end' && plan.stepId !== enrolment.stepId ? { stepSince: ctx.now } : {}),
    updatedAt: ctx.now,
  });
  return { dueAt: plan.kind === 'due' ? plan.dueAt : null };
}

function rowOf(plan: Plan): Parameters<StoreUnit['updateEnrolment']>[1] {
  switch (plan.kind) {
    case 'due':
      return {
        state: 'active',
        reason: null,
        stepId: plan.stepId,
        action: plan.action,
        workClass: plan.workClass,
        dueAt: plan.dueAt,
        wakeAt: null,
      };
    case 'wait':
      return { state: 'waiting', reason: plan.reason, stepId: plan.stepId, ...NOT_DUE, wakeAt: plan.wakeAt };
    case 'end':
      return { state: plan.state, reason: plan.reason, ...NOT_DUE, wakeAt: null, active: false };
  }
}

const NOT_DUE = { action: null, workClass: null, dueAt: null };

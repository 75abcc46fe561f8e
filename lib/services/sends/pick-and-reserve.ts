import { ACTIONS_OF_CLASS, WORK_CLASSES } from '../../domain/campaigns/constants';
import type { Action } from '../../domain/limits/constants';
import { ACTIONS } from '../../domain/limits/constants';
import { compose } from '../../domain/sends/compose';
import type { ServiceContext } from '../context';
import { endEnrolment } from '../enrolments/end-enrolment';
import type { DueWork, ReserveOutcome, Variant } from './due-work';
import { reserveSend } from './reserve-send';
import type { StoreUnit } from './store';

/** What the pick may look at. */
export interface PickInput {
  accountId: string;
  /** Actions whose slot has not come, or that are full or stopped. */
  parkedActions: ReadonlySet<Action>;
  /** `action:campaign` pairs whose campaign has no room. */
  parkedCampaigns: ReadonlySet<string>;
  /** People whom this step has refused already. */
  skipEnrolments: ReadonlySet<string>;
}

/** Picks the account's next due step and reserves it in the same transaction; null when nothing may be picked. */
export async function pickAndReserve(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: PickInput,
): Promise<{ work: DueWork; result: ReserveOutcome | { outcome: 'unsendable'; reason: string } } | null> {
  const picked = await pickFirst(unit, ctx, input);
  if (picked === null) return null;
  const account = await unit.accountById(input.accountId);
  const person = await unit.prospectById(picked.prospectId);
  if (account === null || person === null) throw new Error(`enrolment ${picked.enrolmentId} points at nothing`);
  const composed = compose({ action: picked.action, step: picked.step, person, tier: account.tier });
  if (!composed.ok) {
    await endEnrolment(unit, ctx, { enrolmentId: picked.enrolmentId, state: 'skipped', reason: composed.reason });
    return { work: picked, result: { outcome: 'unsendable', reason: composed.reason } };
  }
  const reserved = await reserveWork(unit, ctx, input.accountId, picked, composed.note !== null);
  if (reserved.result.outcome === 'reserved') {
    await unit.updateEnrolment(picked.enrolmentId, { state: 'sending', dueAt: null, updatedAt: ctx.now });
  }
  return reserved;
}

/**
 * Reserves the step. When no note is left and the step says to go on without one, the invite is reserved without a note,
 * and the work that comes back has none either: what is called is what was paid for.
 */
async function reserveWork(
  unit: StoreUnit,
  ctx: ServiceContext,
  accountId: string,
  work: DueWork,
  withNote: boolean,
): Promise<{ work: DueWork; result: ReserveOutcome }> {
  const result = await reserveSend(unit, ctx, {
    accountId,
    campaignId: work.campaignId,
    enrolmentId: work.enrolmentId,
    stepKey: stepKeyOf(work),
    prospectId: work.prospectId,
    action: work.action,
    variant: variantOf(work, withNote),
    origin: 'engine',
  });
  const noNoteLeft = result.outcome === 'capped' && result.budget === NOTE_BUDGET;
  if (!noNoteLeft || work.step.notePolicy !== 'without') return { work, result };
  return reserveWork(unit, ctx, accountId, { ...work, step: { ...work.step, note: null } }, false);
}

export const NOTE_BUDGET = 'invite_note.month';

/** Priority between classes, then the campaign that has used the smallest share of its caps (design.md §4). */
async function pickFirst(unit: StoreUnit, ctx: ServiceContext, input: PickInput): Promise<DueWork | null> {
  const campaigns = await unit.campaignsByUsedShare({ accountId: input.accountId, now: ctx.now });
  for (const [workClass, name] of WORK_CLASSES.entries()) {
    for (const campaignId of campaigns) {
      const parkedActions = parkedIn(input, campaignId);
      if (ACTIONS_OF_CLASS[name].every((action) => parkedActions.includes(action))) continue;
      const row = await unit.pickDue({
        accountId: input.accountId,
        campaignId,
        workClass,
        now: ctx.now,
        parkedActions,
        skip: [...input.skipEnrolments],
      });
      if (row !== null) return row;
    }
  }
  return null;
}

/** The actions that may not be picked in a campaign: those without a slot, and those that this campaign has no room for. */
function parkedIn(input: PickInput, campaignId: string): Action[] {
  return ACTIONS.filter(
    (action) => input.parkedActions.has(action) || input.parkedCampaigns.has(`${action}:${campaignId}`),
  );
}

/** The permanent key of a try. A look-up may be needed again after a month, a refused step again after its stop. */
function stepKeyOf(work: DueWork): string {
  if (work.action === 'resolve') return `resolve:${work.stepId}:${work.refusedTries}`;
  return work.refusedTries === 0 ? work.stepId : `${work.stepId}#${work.refusedTries}`;
}

function variantOf(work: DueWork, withNote: boolean): Variant {
  if (work.action === 'invite') return withNote ? 'note' : 'plain';
  if (work.action === 'inmail') return work.openProfile === true ? 'open' : 'credit';
  return 'plain';
}

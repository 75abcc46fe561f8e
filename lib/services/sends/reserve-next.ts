import type { AccountRow } from '../../../db/queries/sending-days';
import { PERSON_PAUSED } from '../../domain/campaigns/constants';
import type { Action } from '../../domain/limits/constants';
import { ACTIONS } from '../../domain/limits/constants';
import { afterStop } from '../../domain/pacing/after-stop';
import type { SendState } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { endEnrolment } from '../enrolments/end-enrolment';
import { parkEnrolment } from '../enrolments/park-enrolment';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { withUnit } from '../with-unit';
import type { DueWork, ReservedSend } from './due-work';
import { NOTE_BUDGET, pickAndReserve } from './pick-and-reserve';

export type ReserveNext =
  | { kind: 'reserved'; work: DueWork; send: ReservedSend }
  | { kind: 'none'; reason: string; freeAt: Date | null };

/** Nothing that may be sent is due: nobody was asked. */
export const NOTHING_DUE = 'nothing_due';
/** One turn looks at this many refusals at most; the rest is for the next slot. */
const TRIES_MAX = 25;

/**
 * Reserves the account's next due step among the actions whose slot has come. A full budget parks its action, or the action
 * of one campaign, and so does a stop; the next campaign and class are tried. A closed gate of the account ends the turn
 * (design.md §4). Each try is stamped with the moment at which it begins: a worker that stalled before it would count its
 * send too early.
 */
export async function reserveNext(
  ctx: ServiceContext,
  input: {
    account: AccountRow;
    later: () => Promise<ServiceContext>;
    ready: readonly Action[];
    parkedCampaigns: ReadonlySet<string>;
  },
): Promise<ReserveNext> {
  const parkedActions = new Set<Action>(ACTIONS.filter((action) => !input.ready.includes(action)));
  const parkedCampaigns = new Set<string>(input.parkedCampaigns);
  const skipEnrolments = new Set<string>();
  let last: { reason: string; freeAt: Date | null } = { reason: NOTHING_DUE, freeAt: null };
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const at = await input.later();
    const picked = await withUnit(at, (unit) =>
      pickAndReserve(unit, at, {
        accountId: input.account.id,
        parkedActions,
        parkedCampaigns,
        skipEnrolments,
      }),
    );
    if (picked === null) return { kind: 'none', ...last };
    const { work, result } = picked;
    if (result.outcome === 'reserved') return { kind: 'reserved', work, send: result.send };
    skipEnrolments.add(work.enrolmentId);
    if (result.outcome === 'duplicate') await afterDuplicate(ctx, work, result.state);
    if (result.outcome === 'unsendable' || result.outcome === 'duplicate') continue;
    const reason = result.outcome === 'capped' ? result.budget : result.gate;
    last = { reason, freeAt: soonest(last.freeAt, freeOf(result, input.account.id)) };
    if (result.outcome === 'capped' && PARTS[result.budget] !== undefined) await parkPerson(ctx, work, result);
    else if (result.outcome === 'capped') parkFull(work, result.budget, parkedActions, parkedCampaigns);
    else if (ACTION_GATES.has(result.gate)) parkedActions.add(work.action);
    else if (CAMPAIGN_GATES.has(result.gate)) parkCampaign(work, parkedCampaigns);
    else if (PERSON_GATES.has(result.gate)) await holdPerson(ctx, work, result.gate);
    else return { kind: 'none', ...last };
  }
  return { kind: 'none', ...last };
}

const ACTION_GATES = new Set(['action_stopped', 'minimum_gap', 'unconfigured']);
/** A stop may hold one action or one campaign alone: what it holds is left out, the others go on. */
const CAMPAIGN_GATES = new Set(['campaign_not_running', 'control_stop']);
const PERSON_GATES = new Set(['person_stopped', 'suppressed']);

/** A refusal's named moment; a stop's end is not waited for to the instant. */
function freeOf(result: { gate?: string; freeAt: Date | null }, accountId: string): Date | null {
  return result.gate === 'control_stop' && result.freeAt !== null ? afterStop(result.freeAt, accountId) : result.freeAt;
}

function parkFull(work: DueWork, budget: string, actions: Set<Action>, campaigns: Set<string>): void {
  if (budget.startsWith('campaign.')) parkCampaign(work, campaigns);
  else actions.add(work.action);
}

/** Budgets that only some of an action's people draw on, with the reason for which such a person is parked. */
const PARTS: Record<string, string> = {
  'inmail_credit.month': 'insufficient_credits',
  'inmail_open.month': 'no_open_inmails_left',
  [NOTE_BUDGET]: 'no_notes_left',
};
/** The balance of InMail credits is read once a day: a refill may have come by then. */
const CREDITS_READ_MS = 24 * 3_600_000;

/** Credits are one way to pay: whoever needs one waits until there may be some, people who need none go on. */
async function parkPerson(
  ctx: ServiceContext,
  work: DueWork,
  full: { budget: string; freeAt: Date | null },
): Promise<void> {
  const daily = new Date(ctx.now.getTime() + CREDITS_READ_MS);
  const wakeAt = full.budget === 'inmail_credit.month' ? soonest(full.freeAt, daily) : (full.freeAt ?? daily);
  await withUnit(ctx, async (unit) => {
    const enrolment = await unit.lockEnrolment(work.enrolmentId);
    if (enrolment?.state !== 'active' || enrolment.stepId !== work.stepId) return;
    const reason = PARTS[full.budget] ?? full.budget;
    if (full.budget === NOTE_BUDGET && work.step.notePolicy === 'skip')
      await endEnrolment(unit, ctx, { enrolmentId: enrolment.id, state: 'skipped', reason });
    else await parkEnrolment(unit, ctx, { enrolmentId: enrolment.id, reason, wakeAt });
  });
}

function parkCampaign(work: DueWork, campaigns: Set<string>): void {
  campaigns.add(`${work.action}:${work.campaignId}`);
}

/** The permanent key was taken: what the ledger's row says decides, and the provider is not asked again (P2). */
async function afterDuplicate(ctx: ServiceContext, work: DueWork, state: SendState): Promise<void> {
  await withUnit(ctx, async (unit) => {
    const enrolment = await unit.lockEnrolment(work.enrolmentId);
    if (enrolment === null || !enrolment.active) return;
    if (state === 'reserved' || state === 'dispatching') {
      await unit.updateEnrolment(enrolment.id, { state: 'sending', dueAt: null, updatedAt: ctx.now });
    } else if (state === 'unknown' || state === 'held') {
      await parkEnrolment(unit, ctx, { enrolmentId: enrolment.id, reason: 'unknown_outcome', wakeAt: null });
    } else {
      await planEnrolment(unit, ctx, { enrolment, outcome: work.action === 'resolve' ? 'here' : 'done' });
    }
  });
}

/** Whoever answered or is suppressed has no place any more; whoever is paused keeps it, and is due again when resumed. */
async function holdPerson(ctx: ServiceContext, work: DueWork, gate: string): Promise<void> {
  await withUnit(ctx, async (unit) => {
    const enrolment = await unit.lockEnrolment(work.enrolmentId);
    if (!enrolment?.active) return;
    const person = await unit.prospectById(work.prospectId);
    if (gate === 'suppressed' || person === null || person.repliedAt !== null || person.optedOutAt !== null) {
      await endEnrolment(unit, ctx, { enrolmentId: enrolment.id, state: 'stopped', reason: gate });
    } else if (person.stoppedAt !== null && enrolment.state === 'active') {
      await parkEnrolment(unit, ctx, { enrolmentId: enrolment.id, reason: PERSON_PAUSED, wakeAt: null });
    }
  });
}

function soonest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

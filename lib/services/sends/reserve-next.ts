import type { AccountRow } from '../../../db/queries/sending-days';
import type { Action } from '../../domain/limits/constants';
import { ACTIONS } from '../../domain/limits/constants';
import type { SendState } from '../../domain/sends/constants';
import type { ServiceContext } from '../context';
import { withUnit } from '../context';
import { endEnrolment } from '../enrolments/end-enrolment';
import { parkEnrolment } from '../enrolments/park-enrolment';
import { planEnrolment } from '../enrolments/plan-enrolment';
import type { DueWork, ReservedSend } from './due-work';
import { pickAndReserve } from './pick-and-reserve';

export type ReserveNext =
  | { kind: 'reserved'; work: DueWork; send: ReservedSend }
  | { kind: 'none'; reason: string; freeAt: Date | null };

/** One turn looks at this many refusals at most; the rest is for the next slot. */
const TRIES_MAX = 25;

/**
 * Reserves the account's next due step among the actions whose slot has come. A full budget parks its action, or the action
 * of one campaign, and the next campaign and class are tried; a closed gate of the account ends the turn (design.md §4).
 */
export async function reserveNext(
  ctx: ServiceContext,
  input: { account: AccountRow; ready: readonly Action[]; smoothed: ReadonlySet<string> },
): Promise<ReserveNext> {
  const parkedActions = new Set<Action>(ACTIONS.filter((action) => !input.ready.includes(action)));
  const parkedCampaigns = new Set<string>(input.smoothed);
  const skipEnrolments = new Set<string>();
  let last: { reason: string; freeAt: Date | null } = { reason: 'nothing_due', freeAt: null };
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const picked = await withUnit(ctx, (unit) =>
      pickAndReserve(unit, ctx, {
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
    last = { reason, freeAt: soonest(last.freeAt, result.freeAt) };
    if (result.outcome === 'capped') parkFull(work, result.budget, parkedActions, parkedCampaigns);
    else if (ACTION_GATES.has(result.gate)) parkedActions.add(work.action);
    else if (result.gate === 'campaign_not_running') parkCampaign(work, parkedCampaigns);
    else if (PERSON_GATES.has(result.gate)) await stopPerson(ctx, work, result.gate);
    else return { kind: 'none', ...last };
  }
  return { kind: 'none', ...last };
}

const ACTION_GATES = new Set(['action_stopped', 'minimum_gap', 'unconfigured']);
const PERSON_GATES = new Set(['person_stopped', 'suppressed']);

function parkFull(work: DueWork, budget: string, actions: Set<Action>, campaigns: Set<string>): void {
  if (budget.startsWith('campaign.')) parkCampaign(work, campaigns);
  // Credits are one way to pay: people with an open profile may still be written to.
  else if (!PART_BUDGETS.has(budget)) actions.add(work.action);
}

const PART_BUDGETS = new Set(['inmail_credit.month', 'inmail_open.month', 'invite_note.month']);

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

async function stopPerson(ctx: ServiceContext, work: DueWork, gate: string): Promise<void> {
  await withUnit(ctx, async (unit) => {
    const enrolment = await unit.lockEnrolment(work.enrolmentId);
    if (enrolment?.active) await endEnrolment(unit, ctx, { enrolmentId: enrolment.id, state: 'stopped', reason: gate });
  });
}

function soonest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

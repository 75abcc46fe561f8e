import { ACTIONS_OF_CLASS, OPEN_PROFILE_FRESH_MS, WORK_CLASSES } from '../campaigns/constants';
import type { Step } from '../campaigns/sequence';
import { budgetsOf } from '../limits/budgets-of-action';
import type { Action, BudgetKey } from '../limits/constants';
import type { DueEntry, Player } from './crowd';
import { firstDue, isBefore } from './due-work';
import type { Bound } from './memory-ledger';
import { bindingOf, usedShareOf } from './memory-ledger';
import { endPlayer, parkPlayer } from './player';
import { settleSend } from './settle-send';
import type { Stage, StageDay } from './stage';

export type Sent = { kind: 'sent' } | { kind: 'nothing_due' } | { kind: 'refused'; freeAtMs: number | null };

/** One turn looks at this many refusals at most, as `reserveNext` does. */
const TRIES_MAX = 25;

/**
 * Sends the account's next due step among the actions whose slot has come, in the order of `reserveNext`: class by class,
 * and in each the campaign that has used the smallest share of its caps first. A full budget parks its action, its
 * campaign or the person.
 */
export function sendNextDue(
  stage: Stage,
  day: StageDay,
  input: { now: Date; ready: readonly Action[]; parkedCampaigns: ReadonlySet<string> },
): Sent {
  const { now } = input;
  const ready = new Set(input.ready);
  const parked = new Set(input.parkedCampaigns);
  let refused = false;
  let freeAtMs: number | null = null;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const player = pick(stage, { nowMs: now.getTime(), ready, parked });
    if (player === null) break;
    const { bound, keys } = reserve(stage, player, now);
    if (bound === null) {
      settleSend(stage, day, { player, keys, now });
      return { kind: 'sent' };
    }
    refused = true;
    freeAtMs = soonest(freeAtMs, bound.freeAtMs);
    if (PARTS[bound.key] !== undefined) parkForPart(stage, player, bound, now);
    else if (bound.key.startsWith('campaign.')) parked.add(`${player.action}:${player.campaign.id}`);
    else if (player.action !== null) ready.delete(player.action);
  }
  return refused ? { kind: 'refused', freeAtMs } : { kind: 'nothing_due' };
}

function pick(
  stage: Stage,
  input: { nowMs: number; ready: ReadonlySet<Action>; parked: ReadonlySet<string> },
): Player | null {
  const campaigns = stage.campaigns
    .map((campaign) => ({ campaign, share: usedShareOf(stage.ledger, campaign.id, input.nowMs) }))
    .sort((a, b) => a.share - b.share || (a.campaign.id < b.campaign.id ? -1 : 1));
  for (const workClass of WORK_CLASSES) {
    for (const { campaign } of campaigns) {
      let first: DueEntry | null = null;
      for (const action of ACTIONS_OF_CLASS[workClass]) {
        if (!input.ready.has(action) || input.parked.has(`${action}:${campaign.id}`)) continue;
        const entry = firstDue(stage.crowd, campaign.id, action);
        if (entry !== null && (first === null || isBefore(entry, first))) first = entry;
      }
      if (first !== null) return first.player;
    }
  }
  return null;
}

/** The budgets of the person's step and the full one that refuses it; without a note where the step allows that. */
function reserve(stage: Stage, player: Player, now: Date): { keys: BudgetKey[]; bound: Bound | null } {
  const step = stepOf(player);
  const { action } = player;
  if (action === null || step === null) throw new Error('A due step without an action');
  const drawn = (withNote: boolean) => {
    const keys = budgetsOf({
      action,
      withNote,
      inCampaign: true,
      inmail: openProfile(player, now) ? 'open' : 'credit',
    });
    return { keys, bound: bindingOf(stage.ledger, keys, player.campaign.id, now.getTime()) };
  };
  const first = drawn(Boolean(step.note?.trim()));
  return first.bound?.key === NOTE_BUDGET && step.notePolicy === 'without' ? drawn(false) : first;
}

function openProfile({ profile }: Player, now: Date): boolean {
  return profile?.openProfile === true && now.getTime() - profile.at.getTime() <= OPEN_PROFILE_FRESH_MS;
}

function stepOf(player: Player): Step | null {
  return player.campaign.steps.find((step) => step.id === player.stepId) ?? null;
}

const NOTE_BUDGET = 'invite_note.month';
/** Budgets that only some of an action's people draw on, with the reason for which such a person is parked. */
const PARTS: Partial<Record<BudgetKey, string>> = {
  'inmail_credit.month': 'insufficient_credits',
  'inmail_open.month': 'no_open_inmails_left',
  [NOTE_BUDGET]: 'no_notes_left',
};
const DAY_MS = 86_400_000;

function parkForPart(stage: Stage, player: Player, bound: Bound, now: Date): void {
  const reason = PARTS[bound.key] ?? bound.key;
  const dailyMs = now.getTime() + DAY_MS;
  if (bound.key === NOTE_BUDGET && stepOf(player)?.notePolicy === 'skip') endPlayer(stage.crowd, player, reason);
  else {
    const untilMs =
      bound.key === 'inmail_credit.month' ? soonest(bound.freeAtMs, dailyMs) : (bound.freeAtMs ?? dailyMs);
    parkPlayer(stage.crowd, player, { reason, untilMs });
  }
}

function soonest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

import { budgetsOf } from '../limits/budgets-of-action';
import { MIN_GAP_MS } from '../limits/catalogue';
import type { Action } from '../limits/constants';
import { ACTIONS } from '../limits/constants';
import type { SlotsInput } from '../pacing/action-slots';
import { actionSlots } from '../pacing/action-slots';
import { burstNotBefore } from '../pacing/burst-guard';
import { lookAgainAt, RECHECK_MS } from '../pacing/look-again';
import { bindingOf } from './memory-ledger';
import { sendNextDue } from './send-next-due';
import type { Stage, StageDay } from './stage';

/**
 * One turn of an account's day, as `sendNext` takes it: what is due and whose slot has come, one send or none, and the
 * moment of the next turn in ms.
 */
export function takeTurn(stage: Stage, day: StageDay, now: Date): number {
  const { slots, parkedCampaigns, smoothed } = situationOf(stage, day, now);
  if (slots.ready.length === 0) return afterTurn(stage, { now, slots });
  const did = sendNextDue(stage, day, { now, ready: slots.ready, parkedCampaigns });
  const left = situationOf(stage, day, now).slots;
  // A campaign that is full may have room again while another, which is not, has nobody due.
  if (did.kind === 'nothing_due' && parkedCampaigns.size === smoothed.size)
    return afterTurn(stage, { now, slots: left });
  return lookAgainAt({
    now,
    slots: left,
    did: did.kind === 'refused' ? 'other' : did.kind,
    freeAt: did.kind === 'refused' && did.freeAtMs !== null ? new Date(did.freeAtMs) : null,
  }).getTime();
}

/**
 * With nothing to send an account looks again every ten minutes. Looks between which nothing happens see the same, so the
 * next one that counts is the first after something has happened.
 */
function afterTurn(stage: Stage, turn: { now: Date; slots: { ready: Action[]; wakeAt: Date | null } }): number {
  const { now, slots } = turn;
  const nowMs = now.getTime();
  const [next] = stage.crowd.happenings.items;
  const wakeMs = slots.wakeAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const nextMs = next?.atMs ?? Number.POSITIVE_INFINITY;
  // A step that falls due is waited for to the moment; what others do is seen at the next look.
  const seenMs = next?.kind === 'due' ? nextMs : nowMs + Math.ceil((nextMs - nowMs) / RECHECK_MS) * RECHECK_MS;
  return Math.max(Math.min(wakeMs, seenMs), nowMs + 1_000);
}

interface Situation {
  slots: { ready: Action[]; wakeAt: Date | null };
  parkedCampaigns: ReadonlySet<string>;
  smoothed: ReadonlySet<string>;
}

/** What `situationOf` reads from the store: due work, the day's counts, and what is full. */
function situationOf(stage: Stage, day: StageDay, now: Date): Situation {
  const work = new Map<Action, Date>();
  for (const [action, due] of stage.crowd.dueCount) if (due > 0) work.set(action, now);
  const input: SlotsInput = {
    seed: `${stage.account.id}:${day.calendar.date}`,
    now,
    intervals: day.calendar.intervals,
    openedAt: day.openedAt,
    progress: work.has('message') ? withBurst(stage, day, now) : day.progress,
    gapMsMin: MIN_GAP_MS,
    work,
  };
  const smoothed = smoothedCampaigns(day);
  const slots = actionSlots(input);
  const parkedCampaigns = new Set(smoothed);
  const fullUntil = new Map<Action, Date>();
  for (const action of slots.ready) {
    const untilMs = fullUntilMs(stage, day, { action, nowMs: now.getTime(), parkedCampaigns });
    if (untilMs !== null) fullUntil.set(action, new Date(untilMs));
  }
  return { slots: fullUntil.size === 0 ? slots : actionSlots({ ...input, fullUntil }), parkedCampaigns, smoothed };
}

/** When the first place of an action frees up, if it is full in every campaign; full campaigns are parked. */
function fullUntilMs(
  stage: Stage,
  day: StageDay,
  input: { action: Action; nowMs: number; parkedCampaigns: Set<string> },
): number | null {
  const endMs = day.calendar.intervals.at(-1)?.to.getTime() ?? input.nowMs;
  let first = Number.POSITIVE_INFINITY;
  for (const campaign of stage.campaigns) {
    const bound = bindingOf(stage.ledger, SHARED_KEYS[input.action], campaign.id, input.nowMs);
    if (bound === null) first = 0;
    else {
      input.parkedCampaigns.add(`${input.action}:${campaign.id}`);
      first = Math.min(first, bound.freeAtMs ?? endMs);
    }
  }
  return first === 0 || stage.campaigns.length === 0 ? null : first;
}

/** The budgets that every variant of an action draws on: a person who costs no credit is not hidden by those who do. */
const SHARED_KEYS = Object.fromEntries(
  ACTIONS.map((action) => [
    action,
    budgetsOf({ action, withNote: false, inCampaign: true }).filter((key) => !key.endsWith('.month')),
  ]),
) as Record<Action, ReturnType<typeof budgetsOf>>;

/** `action:campaign` of those campaigns that have reached their even share of the week today. */
export function smoothedCampaigns(day: StageDay): Set<string> {
  const out = new Set<string>();
  for (const [campaignId, share] of day.evenShares)
    if ((day.invites.get(campaignId) ?? 0) >= share) out.add(`invite:${campaignId}`);
  return out;
}

function withBurst(stage: Stage, day: StageDay, now: Date): StageDay['progress'] {
  const message = day.progress.get('message');
  if (message === undefined || stage.messageTimes.length === 0) return day.progress;
  const sinceMs = now.getTime() - HOUR_MS;
  while ((stage.messageTimes[0]?.getTime() ?? Number.POSITIVE_INFINITY) <= sinceMs) stage.messageTimes.shift();
  const hourlyCap = stage.limits('message.hour', stage.account.tier).default;
  const burst = burstNotBefore({ sends: stage.messageTimes, hourlyCap, now });
  if (burst === null) return day.progress;
  const notBefore = message.notBefore !== null && message.notBefore > burst ? message.notBefore : burst;
  return new Map(day.progress).set('message', { ...message, notBefore });
}

const HOUR_MS = 3_600_000;

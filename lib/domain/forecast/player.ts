import type { WorkClass } from '../campaigns/constants';
import { PRIORITIES, RESOLUTION_FRESH_MS, WORK_CLASSES } from '../campaigns/constants';
import type { Plan } from '../campaigns/sequence';
import { planNext } from '../campaigns/sequence';
import type { Action } from '../limits/constants';
import type { CampaignFacts, PersonFactsNow } from './facts';
import type { Heap } from './heap';
import { heapOf, popFrom, pushOn } from './heap';

/** A person of the forecast as a draw goes on: the enrolment's row in memory. */
export interface Player {
  readonly facts: PersonFactsNow;
  readonly campaign: CampaignFacts;
  readonly priority: number;
  state: 'due' | 'waiting' | 'parked' | 'ended';
  /** Why the person waits or has ended. */
  reason: string | null;
  stepId: string | null;
  since: Date;
  action: Action | null;
  workClass: WorkClass | null;
  dueAtMs: number;
  accepted: boolean;
  pending: boolean;
  invitedAt: Date | null;
  profile: { at: Date; degree: number | null; openProfile: boolean | null } | null;
  replied: boolean;
  /** Something was sent to the person in this draw or before it. */
  begun: boolean;
  /** What was put into a heap before the person changed does not count any more. */
  turn: number;
}

/** Something that will happen to a person of its own accord. */
export interface Happening {
  atMs: number;
  kind: 'due' | 'wake' | 'accept' | 'reply';
  player: Player;
  turn: number;
}

export interface DueEntry {
  player: Player;
  turn: number;
  /** As it was when the entry was made: an entry that is void must not change its place. */
  dueAtMs: number;
}

/** All people of one account with their due work and what is going to happen to them. */
export interface Crowd {
  players: Player[];
  due: Map<string, Map<Action, Heap<DueEntry>>>;
  /** How many are due by action, and of them those of a campaign. */
  dueCount: Map<Action, number>;
  happenings: Heap<Happening>;
  /** People of each campaign who have not ended. */
  open: Map<string, number>;
  /** Acceptances and replies of each campaign that are still to come. */
  coming: Map<string, number>;
}

export function emptyCrowd(): Crowd {
  return {
    players: [],
    due: new Map(),
    dueCount: new Map(),
    happenings: heapOf((a, b) => a.atMs < b.atMs),
    open: new Map(),
    coming: new Map(),
  };
}

/** Brings a person in as the row says. A parked one without an end waits for somebody to decide, and is never due. */
export function addPlayer(crowd: Crowd, input: { facts: PersonFactsNow; campaign: CampaignFacts; now: Date }): Player {
  const { facts, campaign, now } = input;
  const player: Player = {
    facts,
    campaign,
    priority: PRIORITIES.indexOf(facts.priority),
    state: 'parked',
    reason: 'held',
    stepId: facts.stepId,
    since: facts.since,
    action: null,
    workClass: null,
    dueAtMs: 0,
    accepted: facts.accepted,
    pending: facts.pending,
    invitedAt: facts.invitedAt,
    profile: facts.profile,
    replied: false,
    begun: facts.invitedAt !== null,
    turn: 0,
  };
  crowd.players.push(player);
  add(crowd.open, campaign.id, 1);
  if (facts.state === 'parked' && facts.at === null) return player;
  if (facts.state === 'active' && facts.work !== null) stand(crowd, player, now);
  else if (facts.at !== null && facts.at > now) {
    player.state = facts.state === 'parked' ? 'parked' : 'waiting';
    player.reason = null;
    happen(crowd, player, 'wake', facts.at.getTime());
  } else planPlayer(crowd, player, { outcome: 'here', now });
  return player;
}

/** Decides what comes next for a person, as `planEnrolment` does for a row. */
export function planPlayer(
  crowd: Crowd,
  player: Player,
  input: { outcome: 'here' | 'done'; now: Date; at?: string | null },
): void {
  const { now, outcome } = input;
  const { profile } = player;
  const stepId = input.at ?? player.stepId;
  const plan = planNext({
    steps: player.campaign.steps,
    stepId,
    outcome,
    facts: {
      connected: profile?.degree === 1 || player.accepted,
      invited: player.pending,
      invitedAt: player.invitedAt,
      resolved: profile !== null && now.getTime() - profile.at.getTime() <= RESOLUTION_FRESH_MS,
      reachable: profile !== null || player.facts.reachable,
      outOfNetwork: profile?.degree === 4,
    },
    now,
    since: player.since,
  });
  leaveDue(crowd, player);
  player.turn += 1;
  follow(crowd, player, plan, now);
}

function follow(crowd: Crowd, player: Player, plan: Plan, now: Date): void {
  if (plan.kind === 'end') {
    endPlayer(crowd, player, plan.reason);
    return;
  }
  if (player.state === 'ended') add(crowd.open, player.campaign.id, 1);
  if (plan.stepId !== player.stepId) player.since = now;
  player.stepId = plan.stepId;
  if (plan.kind === 'wait') {
    player.state = 'waiting';
    player.reason = plan.reason;
    happen(crowd, player, 'wake', plan.wakeAt.getTime());
    return;
  }
  player.state = 'waiting';
  player.reason = null;
  player.action = plan.action;
  player.workClass = WORK_CLASSES[plan.workClass] ?? null;
  player.dueAtMs = plan.dueAt.getTime();
  if (plan.dueAt <= now) fallDue(crowd, player);
  else happen(crowd, player, 'due', player.dueAtMs);
}

/** Ends a person's part; a second end changes nothing. */
export function endPlayer(crowd: Crowd, player: Player, reason: string): void {
  leaveDue(crowd, player);
  player.turn += 1;
  if (player.state !== 'ended') add(crowd.open, player.campaign.id, -1);
  player.state = 'ended';
  player.reason = reason;
}

/** Takes a person out of the due work until a moment, or for good while nobody wakes it. */
export function parkPlayer(crowd: Crowd, player: Player, input: { reason: string; untilMs: number | null }): void {
  leaveDue(crowd, player);
  player.turn += 1;
  player.state = 'parked';
  player.reason = input.reason;
  if (input.untilMs !== null) happen(crowd, player, 'wake', input.untilMs);
}

/** Puts something into a person's future. What the account waits for (due, wake) is void once the person has moved on. */
export function happen(crowd: Crowd, player: Player, kind: Happening['kind'], atMs: number): void {
  pushOn(crowd.happenings, { atMs, kind, player, turn: player.turn });
  if (kind === 'accept' || kind === 'reply') add(crowd.coming, player.campaign.id, 1);
}

/** The next thing to happen up to a moment, taken out; null when there is none. */
export function nextHappening(crowd: Crowd, untilMs: number): Happening | null {
  const [first] = crowd.happenings.items;
  if (first === undefined || first.atMs > untilMs) return null;
  const taken = popFrom(crowd.happenings);
  if (taken !== null && (taken.kind === 'accept' || taken.kind === 'reply'))
    add(crowd.coming, taken.player.campaign.id, -1);
  return taken;
}

/** The step of a person has fallen due: it may be picked. */
export function fallDue(crowd: Crowd, player: Player): void {
  const { action } = player;
  if (action === null) throw new Error('A due step without an action');
  player.state = 'due';
  add(crowd.dueCount, action, 1);
  pushOn(dueHeap(crowd, player.campaign.id, action), { player, turn: player.turn, dueAtMs: player.dueAtMs });
}

/** The first entry of a campaign that is due for an action, by priority, then by the moment; null without one. */
export function firstDue(crowd: Crowd, campaignId: string, action: Action): DueEntry | null {
  const heap = dueHeap(crowd, campaignId, action);
  for (let [entry] = heap.items; entry !== undefined; [entry] = heap.items) {
    if (entry.turn === entry.player.turn && entry.player.state === 'due') return entry;
    popFrom(heap);
  }
  return null;
}

/** Whether one due person is picked before another of the same class. */
export function isBefore(a: Pick<DueEntry, 'player' | 'dueAtMs'>, b: Pick<DueEntry, 'player' | 'dueAtMs'>): boolean {
  if (a.player.priority !== b.player.priority) return a.player.priority < b.player.priority;
  if (a.dueAtMs !== b.dueAtMs) return a.dueAtMs < b.dueAtMs;
  return a.player.facts.id < b.player.facts.id;
}

/** Takes a person who is being sent to out of the due work. */
export function leaveDue(crowd: Crowd, player: Player): void {
  if (player.state !== 'due' || player.action === null) return;
  add(crowd.dueCount, player.action, -1);
  player.state = 'waiting';
}

/** The row's own step, with the place in the queue that its moment gives it. */
function stand(crowd: Crowd, player: Player, now: Date): void {
  const { work, at } = player.facts;
  player.state = 'waiting';
  player.reason = null;
  player.action = work?.action ?? null;
  player.workClass = work?.workClass ?? null;
  player.dueAtMs = (at ?? now).getTime();
  if (player.dueAtMs <= now.getTime()) fallDue(crowd, player);
  else happen(crowd, player, 'due', player.dueAtMs);
}

function dueHeap(crowd: Crowd, campaignId: string, action: Action): Heap<DueEntry> {
  let ofCampaign = crowd.due.get(campaignId);
  if (ofCampaign === undefined) {
    ofCampaign = new Map();
    crowd.due.set(campaignId, ofCampaign);
  }
  let heap = ofCampaign.get(action);
  if (heap === undefined) {
    heap = heapOf<DueEntry>(isBefore);
    ofCampaign.set(action, heap);
  }
  return heap;
}

function add<Key>(counts: Map<Key, number>, key: Key, change: number): void {
  counts.set(key, (counts.get(key) ?? 0) + change);
}

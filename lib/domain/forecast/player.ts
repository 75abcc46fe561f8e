import { PRIORITIES, RESOLUTION_FRESH_MS } from '../campaigns/constants';
import type { Plan } from '../campaigns/sequence';
import { planNext } from '../campaigns/sequence';
import type { Crowd, Happening, Player } from './crowd';
import { add } from './crowd';
import { fallDue, leaveDue } from './due-work';
import type { CampaignFacts, PersonFactsNow } from './facts';
import { popFrom, pushOn } from './heap';

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
      refusesInmail: profile?.takesInmail === false,
      // Whoever waits for the end of a withdrawal's three weeks has that moment in `facts.at`.
      reinviteAt: null,
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
}

/** The next thing to happen up to a moment, taken out; null when there is none. */
export function nextHappening(crowd: Crowd, untilMs: number): Happening | null {
  const [first] = crowd.happenings.items;
  if (first === undefined || first.atMs > untilMs) return null;
  return popFrom(crowd.happenings);
}

/** The row's own step, with the place in the queue that its moment gives it. */
function stand(crowd: Crowd, player: Player, now: Date): void {
  const { work, at } = player.facts;
  player.state = 'waiting';
  player.reason = null;
  player.action = work;
  player.dueAtMs = (at ?? now).getTime();
  if (player.dueAtMs <= now.getTime()) fallDue(crowd, player);
  else happen(crowd, player, 'due', player.dueAtMs);
}

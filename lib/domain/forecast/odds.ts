import { draw, drawBetween } from '../pacing/seeded-draw';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How people answer the sends of one account, as shares of 1. */
export interface Odds {
  /** Invitations that are accepted in the end. */
  acceptance: number;
  /** Messages and InMails that are answered. */
  reply: number;
  /** Look-ups that find a first-degree connection, and such that find somebody out of network. */
  connected: number;
  outOfNetwork: number;
  /** Look-ups that find an open profile, whose InMails cost no credit. */
  openProfile: number;
}

/** What outreach sees as long as an account has no history of its own. */
export const USUAL_ODDS: Odds = {
  acceptance: 0.37,
  reply: 0.15,
  connected: 0.02,
  outOfNetwork: 0.04,
  openProfile: 0.12,
};

/** Of the invitations that are accepted: 21 % within an hour, 63 % within a day, 88 % within a week, 99 % within a month. */
export const ACCEPTANCE_CURVE: readonly { share: number; ms: number }[] = [
  { share: 0, ms: 2 * MINUTE_MS },
  { share: 0.21, ms: HOUR_MS },
  { share: 0.63, ms: DAY_MS },
  { share: 0.88, ms: 7 * DAY_MS },
  { share: 0.99, ms: 30 * DAY_MS },
  { share: 1, ms: 45 * DAY_MS },
];

/** The share of the acceptances that has come by an age of the invitation; even on a log scale between the points. */
export function acceptedBy(ageMs: number): number {
  let from = ACCEPTANCE_CURVE[0];
  for (const point of ACCEPTANCE_CURVE) {
    if (from !== undefined && ageMs < point.ms) {
      if (ageMs <= from.ms) return from.share;
      return from.share + (point.share - from.share) * (Math.log(ageMs / from.ms) / Math.log(point.ms / from.ms));
    }
    from = point;
  }
  return 1;
}

/** The age at which that share of the acceptances has come: `acceptedBy` the other way round. */
export function acceptanceDelayMs(share: number): number {
  let from = ACCEPTANCE_CURVE[0];
  for (const point of ACCEPTANCE_CURVE) {
    if (from !== undefined && share < point.share)
      return from.ms * (point.ms / from.ms) ** ((share - from.share) / (point.share - from.share));
    from = point;
  }
  return from?.ms ?? 0;
}

/**
 * When an invitation is accepted, in ms since it was sent, or null for never. With `ageMs` it is one that nobody has
 * accepted by that age: the draw is among what can still come.
 */
export function drawAcceptanceMs(seed: string, acceptance: number, ageMs = 0): number | null {
  const gone = acceptance * acceptedBy(ageMs);
  const place = gone + (1 - gone) * draw(`${seed}:accept`);
  return place >= acceptance ? null : Math.max(ageMs, acceptanceDelayMs(place / acceptance));
}

/** When a message is answered, in ms since it was sent, or null for never. */
export function drawReplyMs(seed: string, reply: number): number | null {
  if (draw(`${seed}:reply`) >= reply) return null;
  return drawBetween(`${seed}:reply-after`, 10 * MINUTE_MS, 2 * DAY_MS);
}

/** What a look-up finds of a person whom the account has not looked up. */
export function drawProfile(seed: string, odds: Odds): { degree: 1 | 2 | 4; openProfile: boolean } {
  const place = draw(`${seed}:degree`);
  const degree = place < odds.connected ? 1 : place >= 1 - odds.outOfNetwork ? 4 : 2;
  return { degree, openProfile: draw(`${seed}:open`) < odds.openProfile };
}

/** Events weigh as if this many had gone as usual before, so that a handful of answers decides nothing. */
const USUAL_WEIGHT = 50;

/** What an account has sent and what came of it, as far as it could come by now. */
export interface History {
  /** Invitations by age: how many were sent and how many accepted. */
  invites: readonly { ageMs: number; sent: number; accepted: number }[];
  messaged: number;
  replied: number;
  lookedUp: { all: number; connected: number; outOfNetwork: number; openProfile: number };
}

/** The odds of an account: its own history, held to the usual ones while that is short. */
export function oddsOf(history: History, usual: Odds = USUAL_ODDS): Odds {
  const ripe = history.invites.reduce((sum, { ageMs, sent }) => sum + sent * acceptedBy(ageMs), 0);
  const accepted = history.invites.reduce((sum, one) => sum + one.accepted, 0);
  const { lookedUp } = history;
  return {
    acceptance: held(accepted, ripe, usual.acceptance),
    reply: held(history.replied, history.messaged, usual.reply),
    connected: held(lookedUp.connected, lookedUp.all, usual.connected),
    outOfNetwork: held(lookedUp.outOfNetwork, lookedUp.all, usual.outOfNetwork),
    openProfile: held(lookedUp.openProfile, lookedUp.all, usual.openProfile),
  };
}

function held(events: number, of: number, usual: number): number {
  return Math.min(1, (events + usual * USUAL_WEIGHT) / (of + USUAL_WEIGHT));
}

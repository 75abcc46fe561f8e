import { draw, drawBetween } from '@/lib/domain/pacing/seeded-draw';

/**
 * App ms from an invitation to its acceptance for a draw in [0, 1): 21 % within an hour, 63 % within a day, 88 % within
 * a week, 99 % within a month, the rest within 45 days.
 */
export function acceptanceDelayMs(chance: number): number {
  let [fromShare, fromMs] = [0, 2 * MINUTE_MS];
  for (const [share, ms] of CURVE) {
    if (chance < share) {
      // Even on a log scale between two points of the curve, so that early acceptances do not bunch at its ends.
      const part = (chance - fromShare) / (share - fromShare);
      return Math.round(fromMs * (ms / fromMs) ** part);
    }
    [fromShare, fromMs] = [share, ms];
  }
  return fromMs;
}

/** When an invitation will be accepted, or null when it never is. */
export function drawnAcceptance(key: string, sentAt: Date, acceptance: number): Date | null {
  if (draw(`${key}|accepts`) >= acceptance) return null;
  return new Date(sentAt.getTime() + acceptanceDelayMs(draw(`${key}|delay`)));
}

/** When a message will be answered (10 minutes to 2 days later), or null when it never is. */
export function drawnReply(key: string, sentAt: Date, reply: number): Date | null {
  if (draw(`${key}|replies`) >= reply) return null;
  return new Date(sentAt.getTime() + drawBetween(`${key}|delay`, 10 * MINUTE_MS, 2 * DAY_MS));
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const CURVE: [number, number][] = [
  [0.21, HOUR_MS],
  [0.63, DAY_MS],
  [0.88, 7 * DAY_MS],
  [0.99, 30 * DAY_MS],
  [1, 45 * DAY_MS],
];

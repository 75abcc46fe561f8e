import { MIN_GAP_MS } from '../limits/catalogue';
import { afterOpenMs } from '../pacing/open-time';
import { draw } from '../pacing/seeded-draw';
import type { OpenInterval } from '../pacing/working-hours';

/** An invitation of a step that nobody has answered for so long is withdrawn. */
export const WITHDRAW_AFTER_DAYS = 30;
/** Mean time between two withdrawals of an account: some forty in a working day, far under the cap of a day. */
export const WITHDRAW_GAP_MIN = 12;
const GAP_MS_MIN = MIN_GAP_MS.withdraw;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** An invitation is looked for in the provider's list once a day at most. */
const SOUGHT_EVERY_MS = 20 * HOUR_MS;

export interface WithdrawalSlotInput {
  /** The last withdrawal, the end of a refusal, or the present instant. */
  now: Date;
  /** Today's open intervals, ascending and apart. */
  intervals: readonly OpenInterval[];
  /** A seed of its own per slot, e.g. account, day and how many were withdrawn. */
  seed: string;
}

/**
 * A random moment for an account's next withdrawal, inside the intervals, or null if today has no room. The gaps are those
 * of events that know nothing of each other, at least 20 s and 12 min on average, counted in open time: a backlog of any
 * length is worked off at this pace, and nothing is made up for.
 */
export function nextWithdrawalAt({ now, intervals, seed }: WithdrawalSlotInput): Date | null {
  const gapMs = GAP_MS_MIN - Math.log(1 - draw(seed)) * (WITHDRAW_GAP_MIN * MINUTE_MS - GAP_MS_MIN);
  return afterOpenMs(now, gapMs, intervals);
}

/** The moments by which the withdrawals count: old invitations were sent before the first, none was looked for after the second. */
export function staleSince(now: Date): { sentBefore: Date; soughtBefore: Date } {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  return { sentBefore: ago(WITHDRAW_AFTER_DAYS * 24 * HOUR_MS), soughtBefore: ago(SOUGHT_EVERY_MS) };
}

import type { RampKind } from '../limits/constants';

/** Thresholds of the ramp (limits.md §2); policy values, so an admin may change them. */
export const RAMP_POLICY = {
  advanceAcceptanceMin: 0.25,
  advanceInvitesMin: 20,
  advanceUsedDaysMin: 3,
  /** A working day counts as used from this share of its cap; the caller counts them. */
  usedDayShareMin: 0.7,
  usedDaysLookBack: 5,
  stepBackAcceptanceBelow: 0.15,
  stepBackInvitesMin: 50,
  stepBackSignalsMin: 2,
  /** The caller counts invites between these ages. */
  inviteAgeDaysMin: 3,
  inviteAgeDaysMax: 14,
  stepUpGapDaysMin: 7,
  idleDaysMax: 30,
  /** An invitation that the provider does not list this long after it accepted it is missing. */
  missingAfterHours: 24,
  /** So many of them in 7 days hold the ramp. */
  holdMissingMin: 3,
};
export type RampPolicy = typeof RAMP_POLICY;

export interface RampInput {
  /** Present week, 1 being the first; 0 before the ramp has started. */
  week: number;
  weeks: number;
  lastStepUpAt: Date | null;
  lastStepBackAt: Date | null;
  now: Date;
  /** Invites 3 to 14 days old, sent after the last step back. */
  invites: { sent: number; accepted: number };
  /** Limit signals of the last 7 days, after the last step back. */
  signals7d: number;
  /** Invitations that the provider accepted and does not list, of the last 7 days. */
  missing7d: number;
  /** Of the last 5 working days, how many used at least 70 % of the cap. */
  usedDays: number;
  /** The account was restricted since the last decision. */
  restricted: boolean;
  daysWithoutSending: number;
  /** Other kinds than `invite` advance on a week without a signal. */
  kind?: RampKind;
  /** A reason outside the numbers that forbids an advance today, e.g. an unknown outcome. */
  heldBecause?: string;
}

export type RampDecision = 'start' | 'advance' | 'hold' | 'step_back' | 'restart';

/**
 * The daily decision of the ramp, made before the working day opens (limits.md §2). `week` is the week from now on and
 * `reason` a sentence for the person who reads the chart. What lowers the ramp is asked before what raises it.
 */
export function decideRamp(
  input: RampInput,
  policy: RampPolicy = RAMP_POLICY,
): { decision: RampDecision; week: number; reason: string } {
  if (input.week < 1) return { decision: 'start', week: 1, reason: 'The ramp starts.' };
  if (input.restricted) return { decision: 'restart', week: 1, reason: 'LinkedIn restricted the account.' };
  const back = reasonToStepBack(input, policy);
  const week = Math.min(input.week, input.weeks);
  if (back !== null && week > 1) return { decision: 'step_back', week: week - 1, reason: back };
  const hold = back ?? reasonToHold(input, policy);
  if (hold !== null) return { decision: 'hold', week, reason: hold };
  return { decision: 'advance', week: week + 1, reason: reasonToAdvance(input) };
}

function reasonToStepBack(input: RampInput, policy: RampPolicy): string | null {
  if (input.signals7d >= policy.stepBackSignalsMin) return `${input.signals7d} limit signals in 7 days.`;
  const { sent } = input.invites;
  if (ofInvites(input) && sent >= policy.stepBackInvitesMin && acceptance(input) < policy.stepBackAcceptanceBelow) {
    return `${percent(acceptance(input))} of ${sent} invites were accepted.`;
  }
  // A gap that has already cost a week is spent: only days after that step count again.
  const idleDays = Math.min(input.daysWithoutSending, daysSince(input.lastStepBackAt, input.now));
  if (idleDays >= policy.idleDaysMax) return `Nothing was sent for ${input.daysWithoutSending} days.`;
  return null;
}

function reasonToHold(input: RampInput, policy: RampPolicy): string | null {
  if (input.week >= input.weeks) return 'The ramp is complete.';
  if (input.heldBecause !== undefined) return input.heldBecause;
  if (input.signals7d > 0) return 'A limit signal in the last 7 days.';
  if (input.missing7d >= policy.holdMissingMin)
    return `${input.missing7d} invitations of the last 7 days are not in LinkedIn’s list of those sent.`;
  // The signals of a step back are spent, yet the week without a signal must still pass.
  if (daysSince(input.lastStepBackAt, input.now) < policy.stepUpGapDaysMin) return 'A step back in the last 7 days.';
  if (daysSince(input.lastStepUpAt, input.now) < policy.stepUpGapDaysMin) return 'At most one step up in 7 days.';
  if (!ofInvites(input)) return null;
  const { sent } = input.invites;
  if (sent < policy.advanceInvitesMin) return `Only ${sent} of ${policy.advanceInvitesMin} invites to judge by.`;
  if (acceptance(input) < policy.advanceAcceptanceMin) {
    return `${percent(acceptance(input))} of ${sent} invites were accepted.`;
  }
  if (input.usedDays < policy.advanceUsedDaysMin) return `The cap was used on ${input.usedDays} of 5 working days.`;
  return null;
}

function reasonToAdvance(input: RampInput): string {
  if (!ofInvites(input)) return 'A week without a limit signal.';
  return `${percent(acceptance(input))} of ${input.invites.sent} invites were accepted, no limit signal.`;
}

function ofInvites(input: RampInput): boolean {
  return (input.kind ?? 'invite') === 'invite';
}

function acceptance(input: RampInput): number {
  return input.invites.sent === 0 ? 0 : input.invites.accepted / input.invites.sent;
}

function daysSince(instant: Date | null, now: Date): number {
  return instant === null ? Number.POSITIVE_INFINITY : (now.getTime() - instant.getTime()) / 86_400_000;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

import type { RampDecision } from './decide-ramp';
import { decideRamp, RAMP_POLICY } from './decide-ramp';

/** What has happened since a ramp's last step back (limits.md §2). */
export interface RampEvidence {
  /** Invites 3 to 14 days old and how many of them were accepted. */
  invites: { sent: number; accepted: number };
  signals7d: number;
  /** Sends without a known outcome in the last day. */
  unknown24h: number;
  /** Cap and sends of the last five working days. */
  usedDays: readonly { cap: number; sent: number }[];
  lastSendAt: Date | null;
}

/** Where one of an account's two ramps stands; week 0 before its first day. */
export interface RampStand {
  week: number;
  steppedUpAt: Date;
  steppedBackAt: Date | null;
}

export interface DecideRampsInput {
  now: Date;
  weeks: number;
  connectedAt: Date;
  restricted: boolean;
  missing7d: number;
  /** Whether the first ramp is that of invites; another network's goes like that of the other actions. */
  ofInvites: boolean;
  invites: RampStand & { evidence: RampEvidence };
  others: RampStand & { evidence: RampEvidence };
}

export interface DecidedRamp extends RampStand {
  decision: RampDecision;
  reason: string;
}

/**
 * The two decisions of an account's day: one for invites, one for all other kinds, which advance on a week without a
 * signal. Each has evidence of its own: what has cost one of them a week is spent for that one alone.
 */
export function decideRamps(input: DecideRampsInput): { invites: DecidedRamp; others: DecidedRamp } {
  const { now, invites, others } = input;
  const { lastSendAt, usedDays } = invites.evidence;
  const common = {
    now,
    weeks: input.weeks,
    invites: invites.evidence.invites,
    missing7d: input.missing7d,
    usedDays: countUsed(usedDays),
    restricted: input.restricted,
    daysWithoutSending: daysWithoutSending(input, lastSendAt),
  };
  const decided = (stand: RampStand & { evidence: RampEvidence }, kind: 'invite' | 'message'): DecidedRamp => {
    const { decision, week, reason } = decideRamp({
      ...common,
      ...heldBy(stand.evidence),
      kind,
      week: stand.week,
      lastStepUpAt: stand.steppedUpAt,
      lastStepBackAt: stand.steppedBackAt,
      signals7d: stand.evidence.signals7d,
    });
    return {
      decision,
      week,
      reason,
      steppedUpAt: decision === 'advance' ? now : stand.steppedUpAt,
      steppedBackAt: decision === 'step_back' || decision === 'restart' ? now : stand.steppedBackAt,
    };
  };
  return { invites: decided(invites, input.ofInvites ? 'invite' : 'message'), others: decided(others, 'message') };
}

/** Of the last working days, how many used enough of their cap. */
export function countUsed(days: readonly { cap: number; sent: number }[]): number {
  return days.filter((day) => day.cap > 0 && day.sent / day.cap >= RAMP_POLICY.usedDayShareMin).length;
}

/** Days since the last send, or since the account connected. */
export function daysWithoutSending(of: { now: Date; connectedAt: Date }, lastSendAt: Date | null): number {
  return (of.now.getTime() - (lastSendAt ?? of.connectedAt).getTime()) / DAY_MS;
}

function heldBy(evidence: RampEvidence): { heldBecause?: string } {
  return evidence.unknown24h > 0 ? { heldBecause: 'A send without a known outcome in the last day.' } : {};
}

const DAY_MS = 86_400_000;

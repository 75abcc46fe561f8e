import { RAMP_POLICY, type RampPolicy } from './decide-ramp';

/** One rule of the decision with its figure of the day: what was found, what a step up needs, and whether it was met. */
export interface RampRule {
  code: string;
  label: string;
  value: string;
  needs: string;
  met: boolean;
}

/**
 * The rules of the daily decision with the inputs that were kept with it (limits.md §2), for invites; another network
 * knows none of them. A rule whose input the day did not keep is left out: a figure that is not known is not shown as one.
 */
export function rampRules(inputs: Record<string, unknown>, madeAt: Date, policy: RampPolicy = RAMP_POLICY): RampRule[] {
  const ofInvites = inputs.network === undefined;
  return [
    ...(ofInvites ? acceptance(inputs, policy) : []),
    ...count(inputs, 'signals7d', 'limit_signals', 'Limit signals in 7 days', 0),
    ...(ofInvites
      ? count(inputs, 'missing7d', 'missing', 'Invitations missing at LinkedIn in 7 days', policy.holdMissingMin - 1)
      : []),
    ...count(inputs, 'unknown24h', 'unknown', 'Sends without a known outcome in a day', 0),
    ...(ofInvites ? usedDays(inputs, policy) : []),
    ...gap(inputs, 'steppedUpAt', { madeAt, code: 'last_step_up', label: 'Since the last step up', policy }),
    ...gap(inputs, 'steppedBackAt', { madeAt, code: 'last_step_back', label: 'Since the last step back', policy }),
    ...idle(inputs, policy),
    ...restriction(inputs),
  ];
}

function acceptance(inputs: Record<string, unknown>, policy: RampPolicy): RampRule[] {
  const { sent, accepted } = inputs;
  if (typeof sent !== 'number' || typeof accepted !== 'number') return [];
  const share = sent === 0 ? 0 : accepted / sent;
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  const { inviteAgeDaysMin: from, inviteAgeDaysMax: to } = policy;
  return [
    {
      code: 'acceptance',
      label: `Acceptance of invites ${from} to ${to} days old`,
      value: sent === 0 ? 'no invites' : `${accepted} of ${sent}, ${percent(share)}`,
      needs: `at least ${percent(policy.advanceAcceptanceMin)} of at least ${policy.advanceInvitesMin}`,
      met: sent >= policy.advanceInvitesMin && share >= policy.advanceAcceptanceMin,
    },
  ];
}

function count(inputs: Record<string, unknown>, key: string, code: string, label: string, max: number): RampRule[] {
  const value = inputs[key];
  if (typeof value !== 'number') return [];
  return [{ code, label, value: String(value), needs: max === 0 ? 'none' : `at most ${max}`, met: value <= max }];
}

function usedDays(inputs: Record<string, unknown>, policy: RampPolicy): RampRule[] {
  const { usedDays: days } = inputs;
  if (typeof days !== 'number') return [];
  const share = Math.round(policy.usedDayShareMin * 100);
  return [
    {
      code: 'used_days',
      label: `Days that used ${share} % of the cap, of the last ${policy.usedDaysLookBack} working days`,
      value: String(days),
      needs: `at least ${policy.advanceUsedDaysMin}`,
      met: days >= policy.advanceUsedDaysMin,
    },
  ];
}

interface GapRule {
  madeAt: Date;
  code: string;
  label: string;
  policy: RampPolicy;
}

/** The moment itself is kept, as text; null is a step that was never taken. */
function gap(inputs: Record<string, unknown>, key: string, { madeAt, code, label, policy }: GapRule): RampRule[] {
  const at = inputs[key];
  const needs = `at least ${policy.stepUpGapDaysMin} days`;
  if (at === null) return [{ code, label, value: 'never', needs, met: true }];
  if (typeof at !== 'string' && !(at instanceof Date)) return [];
  const days = (madeAt.getTime() - new Date(at).getTime()) / DAY_MS;
  if (Number.isNaN(days)) return [];
  // Rounded down, so that a gap which is short by an hour does not read as long enough.
  const whole = Math.max(0, Math.floor(days));
  const met = days >= policy.stepUpGapDaysMin;
  return [{ code, label, value: `${whole} ${whole === 1 ? 'day' : 'days'}`, needs, met }];
}

function idle(inputs: Record<string, unknown>, policy: RampPolicy): RampRule[] {
  const { daysWithoutSending: days } = inputs;
  if (typeof days !== 'number') return [];
  return [
    {
      code: 'idle',
      label: 'Days without sending',
      value: String(days),
      needs: `under ${policy.idleDaysMax}`,
      met: days < policy.idleDaysMax,
    },
  ];
}

function restriction(inputs: Record<string, unknown>): RampRule[] {
  const { restricted } = inputs;
  if (typeof restricted !== 'boolean') return [];
  const label = 'Restricted since the last decision';
  return [{ code: 'restricted', label, value: restricted ? 'yes' : 'no', needs: 'no', met: !restricted }];
}

const DAY_MS = 86_400_000;

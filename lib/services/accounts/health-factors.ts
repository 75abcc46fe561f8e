import { healthToleranceMs } from '../../domain/accounts/health-tolerance';
import { RAMP_POLICY } from '../../domain/ramp/decide-ramp';
import type { FactorVerdict, HealthFactor, HealthFacts } from './health-facts';
import { networkFactors } from './network-factors';

/** The health of an account, factor by factor; too small a sample is unknown, never good (limits.md §2). */
export function healthFactors(facts: HealthFacts): HealthFactor[] {
  const common = [connection(facts), freshness(facts), limitSignals(facts), openOutcomes(facts)];
  return facts.account.provider === 'linkedin'
    ? [...common, ...linkedinFactors(facts)]
    : [...common, ...networkFactors(facts)];
}

function linkedinFactors(facts: HealthFacts): HealthFactor[] {
  return [acceptance(facts), missingInvitations(facts), oneSided(facts), profile(facts), credits(facts)];
}

/** The worst verdict counts; unknown factors do not make a known good one worse. */
export function worstOf(factors: HealthFactor[]): FactorVerdict {
  for (const verdict of ['bad', 'warning'] as const)
    if (factors.some((factor) => factor.verdict === verdict)) return verdict;
  return factors.some((factor) => factor.code === 'health_check' && factor.verdict === 'unknown') ? 'unknown' : 'good';
}

function connection({ account }: HealthFacts): HealthFactor {
  const running = account.state === 'running';
  return {
    code: 'connection',
    unit: 'word',
    label: 'Connection',
    value: account.state,
    sample: null,
    verdict: running ? 'good' : 'bad',
    detail: running ? 'The account is connected.' : (account.stateReason ?? `The account is ${account.state}.`),
  };
}

function freshness({ account, now, clockSpeed }: HealthFacts): HealthFactor {
  const base = { code: 'health_check', label: 'Last health check', unit: 'moment' as const, sample: null };
  if (account.healthCheckedAt === null)
    return { ...base, value: null, verdict: 'unknown', detail: 'The account was never checked, so nothing is sent.' };
  const ageMs = now.getTime() - account.healthCheckedAt.getTime();
  const stale = ageMs > healthToleranceMs(clockSpeed);
  return {
    ...base,
    value: account.healthCheckedAt.toISOString(),
    verdict: stale ? 'warning' : 'good',
    detail: stale ? 'The last check is too old. It is made again before the next send.' : 'The last check is recent.',
  };
}

function acceptance({ invites }: HealthFacts): HealthFactor {
  const share = invites.sent === 0 ? null : invites.accepted / invites.sent;
  const base = {
    code: 'acceptance',
    unit: 'share' as const,
    label: 'Acceptance of invites',
    value: share === null ? null : Math.round(share * 1000) / 1000,
    sample: invites.sent,
  };
  if (share === null || invites.sent < RAMP_POLICY.advanceInvitesMin)
    return {
      ...base,
      verdict: 'unknown',
      detail: `Too few invites to judge by: ${invites.sent} of ${RAMP_POLICY.advanceInvitesMin}.`,
    };
  const percent = Math.round(share * 100);
  if (share >= RAMP_POLICY.advanceAcceptanceMin)
    return { ...base, verdict: 'good', detail: `${percent} % of the invites of 3 to 14 days ago were accepted.` };
  return {
    ...base,
    verdict: share < RAMP_POLICY.stepBackAcceptanceBelow ? 'bad' : 'warning',
    detail: `Only ${percent} % of the invites of 3 to 14 days ago were accepted.`,
  };
}

function limitSignals({ signals, account }: HealthFacts): HealthFactor {
  const who = account.provider === 'linkedin' ? 'LinkedIn' : 'The network';
  const count = signals.get('limit') ?? 0;
  const verdict = count === 0 ? 'good' : count >= RAMP_POLICY.stepBackSignalsMin ? 'bad' : 'warning';
  return {
    code: 'limit_signals',
    unit: 'count',
    label: 'Limit signals in 7 days',
    value: count,
    sample: null,
    verdict,
    detail:
      count === 0 ? `${who} reported no limit.` : `${who} reported a limit ${count === 1 ? 'once' : `${count} times`}.`,
  };
}

function openOutcomes({ open }: HealthFacts): HealthFactor {
  const count = open.unknown + open.held;
  const verdict = open.held > 0 ? 'bad' : open.unknown > 0 ? 'warning' : 'good';
  return {
    code: 'open_outcomes',
    unit: 'count',
    label: 'Sends without a known outcome',
    value: count,
    sample: null,
    verdict,
    detail:
      count === 0
        ? 'Every send has a known outcome.'
        : `${open.unknown} are being checked and ${open.held} wait for a person to decide.`,
  };
}

/** Accepted by the API, absent from the list a day later: LinkedIn may ask for a confirmation by hand (limits.md §2, S0). */
function missingInvitations({ missing }: HealthFacts): HealthFactor {
  const held = missing >= RAMP_POLICY.holdMissingMin;
  return {
    code: 'missing_invitations',
    unit: 'count',
    label: 'Missing invitations in 7 days',
    value: missing,
    sample: null,
    verdict: missing === 0 ? 'good' : held ? 'bad' : 'warning',
    detail:
      missing === 0
        ? 'LinkedIn lists every invitation that was sent.'
        : `LinkedIn does not list ${missing} of the invitations sent. Open LinkedIn and confirm them if it asks.${held ? ' The ramp is held.' : ''}`,
  };
}

/** More than 90 % of a day's 80 or more actions of one kind is a warning; it holds nothing (limits.md §2, S1). */
function oneSided({ mix }: HealthFacts): HealthFactor {
  // A look-up of an id is a profile view: both are one kind.
  const kinds = new Map<string, number>();
  for (const [action, count] of mix) {
    const kind = action === 'visit' || action === 'resolve' ? 'profile_view' : action;
    kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  const total = [...kinds.values()].reduce((sum, count) => sum + count, 0);
  const most = Math.max(0, ...kinds.values());
  const base = {
    code: 'one_sided',
    unit: 'share' as const,
    label: 'Largest kind of action in 24 h',
    value: total === 0 ? null : Math.round((most / total) * 1000) / 1000,
    sample: total,
  };
  if (total < ONE_SIDED_ACTIONS_MIN) return { ...base, verdict: 'good', detail: 'Too few actions to be one-sided.' };
  const oneSidedUse = most / total > ONE_SIDED_SHARE;
  return {
    ...base,
    verdict: oneSidedUse ? 'warning' : 'good',
    detail: oneSidedUse ? 'Almost all actions are of one kind.' : 'The actions are mixed.',
  };
}

/** An incomplete profile is a warning; it holds nothing (limits.md §2, S1). */
function profile({ account }: HealthFacts): HealthFactor {
  const lacks = account.profileLacks;
  const base = { code: 'profile', unit: 'word' as const, label: 'Profile', sample: null };
  if (lacks === null)
    return { ...base, value: null, verdict: 'unknown', detail: 'The provider tells nothing of the profile.' };
  if (lacks.length === 0) return { ...base, value: 'complete', verdict: 'good', detail: 'The profile is complete.' };
  return {
    ...base,
    value: 'incomplete',
    verdict: 'warning',
    detail: `The profile has no ${lacks.join(' and no ')}. LinkedIn trusts an incomplete profile less.`,
  };
}

const ONE_SIDED_ACTIONS_MIN = 80;
const ONE_SIDED_SHARE = 0.9;

function credits({ account }: HealthFacts): HealthFactor {
  const left = account.inmailCredits;
  return {
    code: 'inmail_credits',
    unit: 'count',
    label: 'InMail credits',
    value: left,
    sample: null,
    verdict: left === null ? 'unknown' : 'good',
    detail: left === null ? 'The balance was not read yet.' : `${left} at the last reading.`,
  };
}

import {
  ATTEMPT_DAY,
  LINKEDIN_LIMITS,
  LINKEDIN_READ_LIMITS,
  MIN_GAP_MS,
  OTHER_LIMITS,
  SOURCES,
} from '../../domain/limits/catalogue';
import type { Tier } from '../../domain/limits/constants';
import { ACTIONS, TIERS } from '../../domain/limits/constants';
import type { DisplayLimit, LimitRule } from '../../domain/limits/limit-rule';
import type { ServiceContext } from '../context';
import { authorise } from '../context';

/**
 * The catalogue of limits (limits.md): the budgets that the engine enforces with their numbers per plan, then the limits
 * that are told in words. `gaps` are the least times between two actions of a kind.
 */
export async function listLimits(ctx: ServiceContext) {
  authorise(ctx, 'read');
  return {
    items: [
      ...LINKEDIN_LIMITS.map(describeRule),
      ...ACTIONS.map(describeAttempts),
      ...LINKEDIN_READ_LIMITS.map(describeDisplay),
      ...OTHER_LIMITS.map(describeDisplay),
    ],
    gaps: ACTIONS.map((action) => ({ action, gapMsMin: MIN_GAP_MS[action] })),
    nextCursor: null,
  };
}

interface LimitItem {
  key: string;
  provider: string;
  actions: string[];
  window: string;
  unit: string | null;
  /** Per plan: what a new account gets, what no rep can pass, and where the red zone begins. Null for words alone. */
  caps: Record<Tier, { cap: number; hardCap: number; redLine: { op: '>' | '>='; value: number } | null }> | null;
  value: string | null;
  words: string;
  quote: string | null;
  sources: string[];
  checkedOn: string | null;
}

function describeRule(rule: LimitRule): LimitItem {
  return {
    key: rule.budget,
    provider: 'linkedin',
    actions: rule.actions,
    window: rule.window,
    unit: rule.unit,
    caps: perTier((tier) => ({
      cap: rule.perTier[tier].default,
      hardCap: rule.perTier[tier].hard,
      redLine: rule.risk[tier] ?? null,
    })),
    value: null,
    words: rule.note ?? '',
    quote: rule.quote,
    sources: namesOf(rule.source),
    checkedOn: rule.checkedOn,
  };
}

function describeAttempts(action: (typeof ACTIONS)[number]): LimitItem {
  return {
    key: `attempt.${action}.day`,
    provider: 'linkedin',
    actions: [action],
    window: 'day',
    unit: 'calls',
    caps: perTier(() => ({ cap: ATTEMPT_DAY, hardCap: ATTEMPT_DAY, redLine: null })),
    value: null,
    words: 'Every call that reached the provider, whatever it answered. Never given back.',
    quote: null,
    sources: namesOf('S0'),
    checkedOn: null,
  };
}

function describeDisplay(limit: DisplayLimit): LimitItem {
  return {
    key: limit.budget,
    provider: limit.provider,
    actions: [],
    window: limit.window,
    unit: null,
    caps: null,
    value: limit.value,
    words: limit.note,
    quote: null,
    sources: namesOf(limit.source),
    checkedOn: null,
  };
}

/** `S0, D` as the names of its sources. */
function namesOf(source: string): string[] {
  const keys = source.split(',').map((key) => key.trim());
  return Object.entries(SOURCES).flatMap(([key, name]) => (keys.includes(key) ? [name] : []));
}

function perTier<T>(value: (tier: Tier) => T): Record<Tier, T> {
  const [free, premium, salesNavigator, recruiterLite, recruiter] = TIERS;
  return {
    free: value(free),
    premium: value(premium),
    sales_navigator: value(salesNavigator),
    recruiter_lite: value(recruiterLite),
    recruiter: value(recruiter),
  };
}

import type { LimitRule } from '../../domain/limits/catalogue';
import { type LimitPlan, TIERS } from '../../domain/limits/constants';
import type { LimitValue, NetworkLimit, PolicyValue, Provenance, RiskLine } from '../../domain/limits/limit-rule';
import { SOURCES } from '../../domain/limits/limit-rule';

/** One limit as the API says it. `caps` are per plan, or under `any` where plans do not differ; null for mere values. */
export interface LimitItem {
  key: string;
  provider: string;
  section: number;
  actions: string[];
  window: string | null;
  unit: string | null;
  caps: Partial<Record<LimitPlan, PlanCap>> | null;
  official: number | null;
  value: string | null;
  /** Whether every send is counted against it. Limits of networks that nothing is sent on yet are kept for later. */
  counted: boolean;
  words: string;
  quote: string | null;
  sources: string[];
  says: { source: string; name: string; says: string; quote: string | null }[];
  disagreement: string | null;
  checkedOn: string;
}

/** The numbers of one plan as the workspace has set them. */
interface PlanCap {
  cap: number;
  hardCap: number;
  redLine: RiskLine | null;
  /** What the catalogue says; differs where the workspace has changed it. */
  published: { cap: number; hardCap: number };
  /** What the workspace itself has set; null inherits the published number. */
  own: { cap: number | null; hardCap: number | null };
  /** Accounts that keep a lower cap until their next local day. */
  waiting: WaitingAccount[];
}

export interface WaitingAccount {
  accountId: string;
  name: string;
  cap: number;
  from: string;
}

export interface Setting {
  set: LimitValue;
  own: PlanCap['own'];
  waiting: WaitingAccount[];
}

/** What a workspace has made of a limit on a plan. */
export type SettingOf = (limit: { provider: string; key: string }, plan: LimitPlan, published: LimitValue) => Setting;

/** A budget that the engine counts, with its numbers on every plan. */
export function describeRule(rule: LimitRule, settingOf: SettingOf): LimitItem {
  const limit = { provider: 'linkedin', key: rule.budget };
  return {
    key: rule.budget,
    provider: 'linkedin',
    section: 1,
    actions: rule.actions,
    window: rule.window,
    unit: rule.unit,
    caps: Object.fromEntries(
      TIERS.map((tier) => [
        tier,
        capOf(rule.perTier[tier], rule.risk[tier], (published) => settingOf(limit, tier, published)),
      ]),
    ),
    official: null,
    value: null,
    counted: true,
    words: rule.note ?? '',
    ...provenanceOf(rule),
  };
}

/** A counted limit of another network, or of reads on LinkedIn. */
export function describeNetworkLimit(limit: NetworkLimit, settingOf: SettingOf): LimitItem {
  const { perTier } = limit;
  return {
    key: limit.key,
    provider: limit.provider,
    section: limit.section,
    actions: [],
    window: limit.window,
    unit: limit.unit,
    caps:
      perTier === undefined
        ? { any: capOf(limit.cap, limit.risk, (published) => settingOf(limit, 'any', published)) }
        : Object.fromEntries(
            TIERS.map((tier) => [
              tier,
              capOf(perTier[tier] ?? limit.cap, limit.risk, (published) => settingOf(limit, tier, published)),
            ]),
          ),
    official: limit.official ?? null,
    value: null,
    counted: false,
    words: limit.note,
    ...provenanceOf(limit),
  };
}

/** A number that counts nothing: a gap, a length, a threshold. */
export function describePolicyValue(policy: PolicyValue): LimitItem {
  const numbers = policy.to === undefined ? policy.values.join(', ') : `${policy.values.join(', ')} to ${policy.to}`;
  return {
    key: policy.key,
    provider: policy.provider,
    section: policy.section,
    actions: [],
    window: null,
    unit: policy.unit === '' ? null : policy.unit,
    caps: null,
    official: null,
    value: policy.unit === '' ? numbers : `${numbers} ${policy.unit}`,
    counted: false,
    words: policy.words,
    ...provenanceOf(policy),
  };
}

function capOf(
  published: LimitValue,
  risk: RiskLine | undefined,
  settingOf: (published: LimitValue) => Setting,
): PlanCap {
  const { set, own, waiting } = settingOf(published);
  return {
    cap: set.default,
    hardCap: set.hard,
    redLine: risk ?? null,
    published: { cap: published.default, hardCap: published.hard },
    own,
    waiting,
  };
}

function provenanceOf({ sources, disagreement, checkedOn }: Provenance) {
  return {
    quote: sources.find((one) => one.quote !== undefined)?.quote ?? null,
    sources: [...new Set(sources.map((one) => SOURCES[one.source]))],
    says: sources.map((one) => ({ ...one, name: SOURCES[one.source], quote: one.quote ?? null })),
    disagreement: disagreement ?? null,
    checkedOn,
  };
}

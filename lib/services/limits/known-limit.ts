import { LINKEDIN_LIMITS, LINKEDIN_READ_LIMITS, OTHER_LIMITS } from '../../domain/limits/catalogue';
import { LIMIT_PLANS, type LimitPlan, TIERS } from '../../domain/limits/constants';
import type { LimitValue, RiskLine } from '../../domain/limits/limit-rule';
import { POLICY_VALUES } from '../../domain/limits/policy-values';
import { AppError } from '../../platform/errors';

/** A limit that may be changed, with its published numbers per plan. */
export interface KnownLimit {
  provider: string;
  key: string;
  plans: { plan: LimitPlan; published: LimitValue; risk: RiskLine | null }[];
}

/** Every counted limit of the catalogue. */
export function knownLimits(): KnownLimit[] {
  return [
    ...LINKEDIN_LIMITS.map((rule) => ({
      provider: 'linkedin',
      key: rule.budget,
      plans: TIERS.map((tier) => ({ plan: tier, published: rule.perTier[tier], risk: rule.risk[tier] ?? null })),
    })),
    ...[...LINKEDIN_READ_LIMITS, ...OTHER_LIMITS].map(({ provider, key, cap, perTier, risk = null }) => ({
      provider,
      key,
      plans:
        perTier === undefined
          ? [{ plan: 'any' as const, published: cap, risk }]
          : TIERS.map((tier) => ({ plan: tier, published: perTier[tier] ?? cap, risk })),
    })),
  ];
}

/** One limit by its network and key, on the plans asked for; refused with a reason where there is none to change. */
export function knownLimit(input: { provider: string; key: string; tiers?: LimitPlan[] }): KnownLimit {
  const limit = knownLimits().find((one) => one.provider === input.provider && one.key === input.key);
  if (limit === undefined) {
    const isValue = POLICY_VALUES.some((row) => row.provider === input.provider && row.key === input.key);
    if (isValue) throw new AppError('refused', `${input.key} counts nothing, so it has no cap that could be changed.`);
    throw new AppError('not_found', `There is no limit ${input.key} of ${input.provider}.`);
  }
  const asked = input.tiers ?? limit.plans.map((one) => one.plan);
  const unknown = LIMIT_PLANS.filter((plan) => asked.includes(plan) && !limit.plans.some((one) => one.plan === plan));
  if (unknown.length > 0) {
    const message = `Use ${limit.plans.map((one) => one.plan).join(', ')}, or leave it out for all of them.`;
    throw new AppError('validation_failed', `${input.key} has no number for ${unknown.join(', ')}.`, {
      fields: [{ path: 'tiers', message }],
    });
  }
  return { ...limit, plans: limit.plans.filter((one) => asked.includes(one.plan)) };
}

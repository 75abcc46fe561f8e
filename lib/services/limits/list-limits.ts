import { LINKEDIN_LIMITS, LINKEDIN_READ_LIMITS, MIN_GAP_MS, OTHER_LIMITS } from '../../domain/limits/catalogue';
import { ACTIONS } from '../../domain/limits/constants';
import { POLICY_VALUES } from '../../domain/limits/policy-values';
import type { ServiceContext } from '../context';
import { authorise } from '../context';
import { describeNetworkLimit, describePolicyValue, describeRule } from './describe-limit';

/**
 * The catalogue of limits (limits.md), whole: the budgets that the engine counts, the limits of other networks, and the
 * numbers that count nothing, each with what its sources say. `gaps` are the least times between two actions of a kind.
 */
export async function listLimits(ctx: ServiceContext) {
  authorise(ctx, 'read');
  return {
    items: [
      ...LINKEDIN_LIMITS.map(describeRule),
      ...[...LINKEDIN_READ_LIMITS, ...OTHER_LIMITS].map(describeNetworkLimit),
      ...POLICY_VALUES.map(describePolicyValue),
    ],
    gaps: ACTIONS.map((action) => ({ action, gapMsMin: MIN_GAP_MS[action] })),
    nextCursor: null,
  };
}

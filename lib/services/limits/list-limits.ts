import type { AccountRow } from '../../../db/queries/accounts-api';
import { listAccountRows } from '../../../db/queries/accounts-api';
import { actorNames } from '../../../db/queries/audit';
import { limitChangeRows } from '../../../db/queries/limit-changes';
import { LINKEDIN_LIMITS, LINKEDIN_READ_LIMITS, MIN_GAP_MS, OTHER_LIMITS } from '../../domain/limits/catalogue';
import { ACTIONS, type LimitField } from '../../domain/limits/constants';
import type { LimitChange } from '../../domain/limits/limit-policy';
import { isOf, limitAsSet, limitOn } from '../../domain/limits/limit-policy';
import { POLICY_VALUES } from '../../domain/limits/policy-values';
import { visibleOwner } from '../accounts/account-access';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { changesOf } from './changes-of';
import { describeChange } from './describe-change';
import type { SettingOf } from './describe-limit';
import { describeNetworkLimit, describePolicyValue, describeRule } from './describe-limit';
import { nextLocalDate } from './next-local-date';

/** How many changes are told, the newest first; the audit holds all. */
const CHANGES_MAX = 200;

/**
 * The catalogue of limits (limits.md), whole, as the workspace has set it: the budgets that the engine counts, the limits
 * of other networks, and the numbers that count nothing, each with what its sources say, and who changed what.
 */
export async function listLimits(ctx: ServiceContext) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const rows = await limitChangeRows(tx);
    const accounts = rows.length === 0 ? [] : await listAccountRows(tx, { ownerId: visibleOwner(ctx) });
    const settingOf = settingsOf(changesOf(rows), accounts, ctx.now);
    const newest = rows.slice(-CHANGES_MAX).reverse();
    const names = await actorNames(
      tx,
      newest.map((row) => row.changedBy),
    );
    return {
      items: [
        ...LINKEDIN_LIMITS.map((rule) => describeRule(rule, settingOf)),
        ...[...LINKEDIN_READ_LIMITS, ...OTHER_LIMITS].map((limit) => describeNetworkLimit(limit, settingOf)),
        ...POLICY_VALUES.map(describePolicyValue),
      ],
      /** The least times between two actions of a kind. */
      gaps: ACTIONS.map((action) => ({ action, gapMsMin: MIN_GAP_MS[action] })),
      changes: newest.map((row) => describeChange(row, names)),
      nextCursor: null,
    };
  });
}

/** What the workspace has made of each limit, and which accounts keep a lower number until their next day. */
function settingsOf(changes: LimitChange[], accounts: AccountRow[], now: Date): SettingOf {
  return ({ provider, key }, plan, published) => {
    const own = changes.filter((change) => isOf(change, provider, key, plan));
    const set = limitAsSet(published, own);
    const waiting = accounts.flatMap(({ id, name, tier, timeZone, provider: network }) => {
      if (own.length === 0 || network !== provider || tier !== plan || timeZone === null) return [];
      const cap = limitOn(published, own, { now, timeZone }).default;
      return cap < set.default ? [{ accountId: id, name, cap, from: nextLocalDate({ now, timeZone }) }] : [];
    });
    const ownOf = (field: LimitField) => own.findLast((change) => change.field === field)?.value ?? null;
    return { set, own: { cap: ownOf('cap'), hardCap: ownOf('hardCap') }, waiting };
  };
}

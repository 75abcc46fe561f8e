import type { Tx } from '../../../db/client';
import { actorNames } from '../../../db/queries/audit';
import type { LimitChangeRow } from '../../../db/queries/limit-changes';
import { insertLimitChange, limitChangeRows, lockLimits } from '../../../db/queries/limit-changes';
import { can } from '../../domain/access/roles';
import { LIMIT_FIELDS, type LimitPlan } from '../../domain/limits/constants';
import { isOf, limitAsSet } from '../../domain/limits/limit-policy';
import { liftsHardCap, limitProblems } from '../../domain/limits/limit-problems';
import type { FieldError } from '../../platform/errors';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { changesOf } from './changes-of';
import { describeChange } from './describe-change';
import type { KnownLimit } from './known-limit';
import { knownLimit } from './known-limit';
import { lowerOpenBudgets } from './lower-open-budgets';

export interface PutLimitInput {
  key: string;
  provider?: string;
  /** Left out: every plan that the limit has a number for. */
  tiers?: LimitPlan[];
  /** Null goes back to the published number, 0 means none, left out stays as it is. */
  cap?: number | null;
  hardCap?: number | null;
  acknowledgedRisk?: boolean;
}

/**
 * Changes the default or the hard cap of a limit for the workspace (limits.md, head). When this answers, a lower number
 * holds in every day that is open; a higher one holds for each account from its next local day on. Each changed number is
 * a version of its own; saying the same again changes nothing. A hard cap above the published one is an owner's alone.
 */
export async function putLimit(ctx: ServiceContext, input: PutLimitInput) {
  authorise(ctx, 'limits.write');
  const limit = knownLimit({ provider: 'linkedin', ...input });
  if (input.cap === undefined && input.hardCap === undefined) throw nothingToChange();
  if (limit.plans.some(({ published }) => liftsHardCap({ published, set: input }))) mayLift(ctx);
  return withWorkspace(ctx, async (tx) => {
    await lockLimits(tx, ctx.actor.workspaceId);
    const before = await limitChangeRows(tx);
    refuseProblems(limit, input, before);
    const made = await storeChanges(tx, ctx, { limit, input, before });
    const { lowered, later } = await lowerOpenBudgets(tx, ctx, { limit, changes: changesOf([...before, ...made]) });
    if (made.length > 0) {
      await emitAudit(tx, ctx, {
        action: 'limit.changed',
        objectId: limit.key,
        details: {
          provider: limit.provider,
          changes: made.map(({ version, plan, field, oldValue, newValue }) => ({
            version,
            plan,
            field,
            oldValue,
            newValue,
          })),
          acknowledged: made.find((change) => change.acknowledged !== null)?.acknowledged ?? null,
        },
      });
    }
    const names = await actorNames(tx, [actorId(ctx.actor)]);
    return { changes: made.map((change) => describeChange(change, names)), lowered, later };
  });
}

function nothingToChange(): AppError {
  return new AppError('validation_failed', 'There is nothing to change.', {
    fields: [{ path: 'cap', message: 'Give a cap, a hardCap or both; null goes back to the published number.' }],
  });
}

function mayLift({ actor }: ServiceContext): void {
  if ((actor.kind === 'user' || actor.kind === 'token') && !can(actor.role, 'limits.lift_hard_cap'))
    throw new AppError('forbidden', 'Only an owner may lift a hard cap above the published number.');
}

/** Every plan is asked, and a sentence that several of them say is said once. */
function refuseProblems(limit: KnownLimit, input: PutLimitInput, before: readonly LimitChangeRow[]): void {
  const fields: FieldError[] = [];
  for (const { plan, published, risk } of limit.plans) {
    const next = limitAsSet(published, [
      ...changesOf(before).filter((change) => isOf(change, limit.provider, limit.key, plan)),
      ...LIMIT_FIELDS.flatMap((field) => {
        const value = input[field];
        const { provider, key } = limit;
        return value === undefined ? [] : [{ provider, key, plan, field, value, changedAt: new Date(0) }];
      }),
    ]);
    const acknowledged = input.acknowledgedRisk === true;
    for (const { field, message } of limitProblems({ published, next, set: input, risk, acknowledged })) {
      if (!fields.some((one) => one.path === field && one.message === message)) fields.push({ path: field, message });
    }
  }
  if (fields.length > 0) throw new AppError('validation_failed', 'This limit cannot be set like that.', { fields });
}

async function storeChanges(
  tx: Tx,
  ctx: ServiceContext,
  { limit, input, before }: { limit: KnownLimit; input: PutLimitInput; before: readonly LimitChangeRow[] },
): Promise<LimitChangeRow[]> {
  const made: LimitChangeRow[] = [];
  for (const { plan, published } of limit.plans) {
    for (const field of LIMIT_FIELDS) {
      const value = input[field];
      if (value === undefined) continue;
      const last = before.findLast(
        (row) => isOf(changeKey(row), limit.provider, limit.key, plan) && row.field === field,
      );
      const oldValue = last?.newValue ?? null;
      if (value === oldValue) continue;
      const row: LimitChangeRow = {
        workspaceId: ctx.actor.workspaceId,
        version: before.length + made.length + 1,
        provider: limit.provider,
        key: limit.key,
        plan,
        field,
        oldValue,
        newValue: value,
        published: field === 'cap' ? published.default : published.hard,
        changedAt: ctx.now,
        actorKind: ctx.actor.kind,
        changedBy: actorId(ctx.actor),
        acknowledged: acknowledgement(input, { plan, published: published.hard, field }),
      };
      await insertLimitChange(tx, row);
      made.push(row);
    }
  }
  return made;
}

/** The words that whoever changed it agreed to; null where nothing had to be agreed to. */
function acknowledgement(
  input: PutLimitInput,
  { plan, published, field }: { plan: LimitPlan; published: number; field: 'cap' | 'hardCap' },
): string | null {
  if (input.acknowledgedRisk !== true) return null;
  const value = input[field] ?? published;
  if (field === 'hardCap' && value > published)
    return `I lift the hard cap of ${input.key} (${plan}) to ${value}, above the published ${published}, at my own risk.`;
  return field === 'cap' ? `I set ${input.key} (${plan}) to ${value}, knowing where its red zone begins.` : null;
}

function changeKey({ provider, key, plan, field, newValue, changedAt }: LimitChangeRow) {
  return { provider, key, plan, field, value: newValue, changedAt };
}

import { actorNames } from '../../../db/queries/audit';
import type { IdentityKind } from '../../../db/queries/prospects';
import { lockPeopleOfWorkspace } from '../../../db/queries/prospects';
import {
  dispatchingToPeople,
  endSuppressed,
  lockActiveEnrolments,
  lockPeople,
  peopleOfKey,
  suppressAddressesOf,
  suppressionByKey,
  suppressKey,
} from '../../../db/queries/suppressions';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { cleanHandle } from './clean-handle';
import { describeSuppression } from './list-suppressions';

/**
 * Suppresses a handle, whether anybody is known by it yet or not, and takes whom it concerns out of every campaign. When
 * this answers, nothing of the app reaches them any more, except the sends in `dispatching`, whose call had begun
 * (design.md P3, §4). Suppressing again changes nothing but the reason.
 */
export async function createSuppression(
  ctx: ServiceContext,
  input: { kind: IdentityKind; value: string; reason?: string | null },
) {
  authorise(ctx, 'prospects.write');
  const key = cleanHandle(input.kind, input.value);
  const reason = input.reason?.trim() || null;
  const mark = { workspaceId: ctx.actor.workspaceId, by: actorId(ctx.actor), now: ctx.now };
  return withWorkspace(ctx, async (tx) => {
    // No handle changes hands meanwhile; then the locks of a dispatch, in its order (enrolments come before them all).
    await lockPeopleOfWorkspace(tx, ctx.actor.workspaceId);
    const people = await peopleOfKey(tx, key);
    const enrolmentIds = await lockActiveEnrolments(tx, people);
    await lockPeople(tx, people);
    await endSuppressed(tx, enrolmentIds, ctx.now);
    // A reason that looks like the mark of a domain would be lifted with that domain.
    await suppressKey(tx, { ...mark, ...key, reason: reason?.replace(/^domain:/i, 'domain ') ?? null });
    if (key.kind === 'domain') await suppressAddressesOf(tx, { ...mark, domain: key.value });
    const row = await suppressionByKey(tx, key);
    if (row === null) throw new Error('a suppression vanished in its own transaction');
    const dispatching = await dispatchingToPeople(tx, people);
    // The id only: personal data never reaches the audit trail.
    await emitAudit(tx, ctx, {
      action: 'suppression.created',
      objectId: row.id,
      details: { kind: key.kind, people, stoppedEnrolments: enrolmentIds.length, dispatching },
    });
    const names = await actorNames(tx, [row.suppressedBy ?? '']);
    const described = describeSuppression(row, names.get(row.suppressedBy ?? '') ?? null);
    return { ...described, stoppedEnrolments: enrolmentIds.length, dispatching };
  });
}

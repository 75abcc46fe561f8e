import {
  claimIdentities,
  identitiesByKeys,
  lockPeopleOfWorkspace,
  lockProspect,
  prospectRow,
  releaseIdentities,
  updateProspect,
} from '../../../db/queries/prospects';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import type { PersonInput } from './clean-person';
import { cleanPerson } from './clean-person';
import { describeProspect } from './describe-prospect';
import { erasedKeyOf } from './erased-keys';
import { identityKeysOf } from './person-fields';

/** Changes a person's fields. A new handle must be free; a suppressed old one stays suppressed. */
export async function patchProspect(ctx: ServiceContext, input: PersonInput & { id: string }) {
  authorise(ctx, 'prospects.write');
  return withWorkspace(ctx, async (tx) => {
    await lockPeopleOfWorkspace(tx, ctx.actor.workspaceId);
    const row = await lockProspect(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such person.');
    const fields = cleanPerson(input, row);
    const [before, after] = [identityKeysOf(row), identityKeysOf(fields)];
    const has = (keys: typeof after, wanted: (typeof after)[number]) =>
      keys.some((key) => key.kind === wanted.kind && key.value === wanted.value);
    const gained = after.filter((key) => !has(before, key));
    const taken = await identitiesByKeys(tx, [...gained, ...gained.map((key) => erasedKeyOf(ctx.encryptionKey, key))]);
    if (taken.some((identity) => identity.prospectId !== null && identity.prospectId !== row.id))
      throw new AppError('conflict', 'Another person has this address already.');
    if (taken.some((identity) => identity.suppressedAt !== null && identity.prospectId === null))
      throw new AppError('refused', 'This address is suppressed and cannot be used.');
    await releaseIdentities(
      tx,
      row.id,
      before.filter((key) => !has(after, key)),
    );
    await claimIdentities(
      tx,
      gained.map((key) => ({ workspaceId: row.workspaceId, ...key, prospectId: row.id, createdAt: ctx.now })),
    );
    await updateProspect(tx, row.id, {
      ...fields,
      ...(input.custom === undefined ? {} : { custom: input.custom }),
      updatedAt: ctx.now,
    });
    // The names of the changed fields only: personal data never reaches the audit trail.
    await emitAudit(tx, ctx, {
      action: 'prospect.changed',
      objectId: row.id,
      details: { fields: Object.keys(input).filter((name) => name !== 'id') },
    });
    const changed = await prospectRow(tx, row.id);
    if (changed === null) throw new Error('a person vanished in its own transaction');
    return describeProspect(tx, changed);
  });
}

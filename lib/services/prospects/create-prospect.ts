import { addListMembers, listById } from '../../../db/queries/lists';
import {
  claimIdentities,
  identitiesByKeys,
  insertProspects,
  lockPeopleOfWorkspace,
  prospectRow,
} from '../../../db/queries/prospects';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import type { PersonInput } from './clean-person';
import { cleanPerson } from './clean-person';
import { describeProspect } from './describe-prospect';
import { erasedKeyOf } from './erased-keys';
import { identityKeysOf } from './person-fields';

/** Adds one person. A handle belongs to one person of the workspace, and an erased one may not come back. */
export async function createProspect(ctx: ServiceContext, input: PersonInput & { listId?: string | null }) {
  authorise(ctx, 'prospects.write');
  const fields = cleanPerson(input);
  const keys = identityKeysOf(fields);
  if (keys.length === 0) {
    throw new AppError('validation_failed', 'A person needs a LinkedIn address, an e-mail address or a phone number.', {
      fields: [{ path: 'linkedinUrl', message: 'Give at least one of them.' }],
    });
  }
  return withWorkspace(ctx, async (tx) => {
    await lockPeopleOfWorkspace(tx, ctx.actor.workspaceId);
    const erased = keys.map((key) => erasedKeyOf(ctx.encryptionKey, key));
    const known = await identitiesByKeys(tx, [...keys, ...erased]);
    if (known.some((row) => row.prospectId !== null))
      throw new AppError('conflict', 'This person is in the workspace already.');
    if (known.some((row) => row.suppressedAt !== null))
      throw new AppError('refused', 'This person is suppressed and cannot be added.');
    if (input.listId && (await listById(tx, input.listId)) === null)
      throw new AppError('not_found', 'There is no such list.');
    const { workspaceId } = ctx.actor;
    const id = newId('prospect');
    await insertProspects(tx, [
      { workspaceId, id, ...fields, custom: input.custom ?? {}, createdAt: ctx.now, updatedAt: ctx.now },
    ]);
    await claimIdentities(
      tx,
      keys.map((key) => ({ workspaceId, ...key, prospectId: id, createdAt: ctx.now })),
    );
    if (input.listId)
      await addListMembers(tx, [{ workspaceId, listId: input.listId, prospectId: id, addedAt: ctx.now }]);
    await emitAudit(tx, ctx, { action: 'prospect.created', objectId: id, details: { listId: input.listId ?? null } });
    const row = await prospectRow(tx, id);
    if (row === null) throw new Error('a person vanished in its own transaction');
    return describeProspect(tx, row);
  });
}

import type { Tx } from '../../../db/client';
import { lockOwners } from '../../../db/queries/members';
import type { Role } from '../../domain/access/roles';
import { ROLES } from '../../domain/access/roles';
import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';

/** Nobody hands out, or takes away, a role above its own: an admin makes no owners and touches none. */
export function requireRank(ctx: ServiceContext, role: Role): void {
  if (ctx.actor.kind === 'system' || ctx.actor.kind === 'webhook') return;
  if (ROLES.indexOf(role) < ROLES.indexOf(ctx.actor.role))
    throw new AppError('forbidden', `Your role (${ctx.actor.role}) is below ${role}.`);
}

/** A workspace always has an owner. Locks the owners, so that two who leave at once cannot both pass. */
export async function requireAnotherOwner(tx: Tx, userId: string): Promise<void> {
  const owners = await lockOwners(tx);
  if (owners.includes(userId) && owners.length === 1)
    throw new AppError('conflict', 'This is the last owner of the workspace. Make somebody else an owner first.');
}

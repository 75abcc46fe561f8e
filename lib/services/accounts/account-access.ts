import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/accounts-api';
import { lockAccount } from '../../../db/queries/accounts-api';
import { accountById } from '../../../db/queries/sending-days';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import type { ServiceContext } from '../context';
import { seesAll } from '../context';

/**
 * The account, if the actor may see it; otherwise it does not exist for it. With `lock` the row is locked against every
 * dispatch of the account, as a stopping write must (design.md §4).
 */
export async function accountFor(
  tx: Tx,
  ctx: ServiceContext,
  id: string,
  options: { lock: boolean } = { lock: false },
): Promise<AccountRow> {
  const row = options.lock ? await lockAccount(tx, id) : await accountById(tx, id);
  const owner = visibleOwner(ctx);
  if (row === null || row.state === 'removed' || (owner !== null && row.ownerId !== owner)) {
    throw new AppError('not_found', 'There is no such account, or it belongs to someone else.');
  }
  return row;
}

/** Whose accounts the actor sees: null means everybody's. Reps see their own; viewers only look and see all. */
export function visibleOwner(ctx: ServiceContext): string | null {
  if (seesAll(ctx)) return null;
  if ((ctx.actor.kind === 'user' || ctx.actor.kind === 'token') && ctx.actor.role === 'viewer') return null;
  return actorId(ctx.actor);
}

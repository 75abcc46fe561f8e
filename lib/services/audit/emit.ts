import type { Tx } from '../../../db/client';
import { insertAudit } from '../../../db/queries/outcomes';
import { newId } from '../../platform/ids';
import type { ServiceContext } from '../context';
import { actorId } from '../context';

/** Writes one append-only audit row in the caller's transaction, so that a change and its trace stand or fall together. */
export async function emitAudit(
  tx: Tx,
  ctx: ServiceContext,
  entry: { action: string; objectId: string | null; details: Record<string, unknown> },
): Promise<void> {
  await insertAudit(tx, {
    workspaceId: ctx.actor.workspaceId,
    id: newId('audit'),
    at: ctx.now,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    ...entry,
  });
}

import { newId } from '../../platform/ids';
import { actorId } from '../actor';
import type { ServiceContext } from '../context';
import type { StoreUnit } from '../sends/store';

/** Writes one append-only audit row in the caller's transaction, so that a change and its trace stand or fall together. */
export async function recordAudit(
  unit: Pick<StoreUnit, 'insertAudit'>,
  ctx: ServiceContext,
  entry: { action: string; objectId: string | null; details: Record<string, unknown> },
): Promise<void> {
  await unit.insertAudit({
    workspaceId: ctx.actor.workspaceId,
    id: newId('audit'),
    at: ctx.now,
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    ...entry,
  });
}

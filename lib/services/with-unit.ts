import type { Actor } from './actor';
import type { SendStore, StoreUnit } from './sends/store';

/** Runs `work` in a transaction of the actor's workspace on the send path's store. */
export function withUnit<T>(
  ctx: { actor: Actor; store: SendStore },
  work: (unit: StoreUnit) => Promise<T>,
): Promise<T> {
  return ctx.store.inWorkspace(ctx.actor.workspaceId, work);
}

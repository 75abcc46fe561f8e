import type { ControlRow } from '../../../db/queries/controls';
import { endStop, lockStops, stopsInForce } from '../../../db/queries/controls';
import { can } from '../../domain/access/roles';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import type { StopInput } from './stop-target';
import { ownerOfTarget, stopTarget } from './stop-target';

/**
 * Ends a stop; sending goes on at its ordinary pace, nothing is made up for. It takes the right to resume, except that a
 * rep may end the stop that it put itself on an account or campaign of its own.
 */
export async function deleteStop(ctx: ServiceContext, input: StopInput): Promise<{ resumedAt: string }> {
  authorise(ctx, 'controls.stop');
  const target = stopTarget(input);
  return withWorkspace(ctx, async (tx) => {
    const ownerId = await ownerOfTarget(tx, ctx, target);
    await lockStops(tx, ctx.actor.workspaceId);
    const running = await stopsInForce(tx, ctx.now, target);
    if (running.length === 0) throw new AppError('not_found', 'Nothing is stopped here.');
    for (const stop of running) {
      if (!mayResume(ctx, stop, ownerId))
        throw new AppError(
          'forbidden',
          'An admin or owner has to resume this, or, for an account or campaign of yours, whoever stopped it.',
        );
      await endStop(tx, stop.id, actorId(ctx.actor), ctx.now);
    }
    await emitAudit(tx, ctx, {
      action: 'control.resumed',
      objectId: input.id ?? null,
      details: { scope: target.scope, action: input.action ?? null },
    });
    return { resumedAt: ctx.now.toISOString() };
  });
}

function mayResume(ctx: ServiceContext, stop: ControlRow, ownerId: string | null): boolean {
  if (ctx.actor.kind === 'system' || ctx.actor.kind === 'webhook') return true;
  if (can(ctx.actor.role, 'controls.resume')) return true;
  const me = actorId(ctx.actor);
  return ownerId === me && stop.stoppedBy === me;
}

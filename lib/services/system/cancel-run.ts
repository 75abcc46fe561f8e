import { hasEnded } from '../../domain/engine/constants';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import { authorise, withWorkspace } from '../context';
import type { WindowContext } from './engine-window';
import { runView } from './run-view';
import { seenOrThrow } from './seen-or-throw';

/**
 * Ends a run of the engine where it is: a call under way ends unseen, nothing follows. What the run was for stays in our
 * rows, and the sweepers start it anew; to stop sending there are stops.
 */
export async function cancelRun(ctx: WindowContext, input: { id: string }): Promise<{ id: string }> {
  authorise(ctx, 'system.manage');
  // Only what the actor may see: the engine itself would cancel any run.
  const run = runView(seenOrThrow(await ctx.engine.run(ctx.actor.workspaceId, input.id)));
  const ended = hasEnded(run.state) ? ({ kind: 'missing' } as const) : await ctx.engine.cancel(run.id);
  if (ended.kind === 'missing') throw new AppError('conflict', 'The run has ended already.');
  seenOrThrow(ended);
  const details = { job: run.functionId, subjectId: run.subjectId };
  await withWorkspace(ctx, (tx) => emitAudit(tx, ctx, { action: 'engine.run_cancelled', objectId: run.id, details }));
  return { id: run.id };
}

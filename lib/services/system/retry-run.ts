import { emitAudit } from '../audit/emit';
import { authorise, withWorkspace } from '../context';
import type { WindowContext } from './engine-window';
import { runView } from './run-view';
import { seenOrThrow } from './seen-or-throw';

/**
 * Starts a failed or cancelled run anew with the same events and answers the new run. It cannot send anything twice: our
 * rows know what was sent. The engine refuses a run that goes on or went well, or whose function takes no second one.
 */
export async function retryRun(ctx: WindowContext, input: { id: string }): Promise<{ id: string }> {
  authorise(ctx, 'system.manage');
  // Only what the actor may see: the engine itself would start any run anew.
  const run = runView(seenOrThrow(await ctx.engine.run(ctx.actor.workspaceId, input.id)));
  const id = seenOrThrow(await ctx.engine.retry(run.id));
  const details = { job: run.functionId, subjectId: run.subjectId, retriedAs: id };
  await withWorkspace(ctx, (tx) => emitAudit(tx, ctx, { action: 'engine.run_retried', objectId: run.id, details }));
  return { id };
}

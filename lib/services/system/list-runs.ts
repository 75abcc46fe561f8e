import type { RunState } from '../../domain/engine/constants';
import { AppError } from '../../platform/errors';
import { authorise } from '../context';
import type { RunFilter, WindowContext } from './engine-window';
import { runView } from './run-view';
import { seenOrThrow } from './seen-or-throw';

const FILTERS: Record<RunState, Pick<RunFilter, 'status' | 'waiting'>> = {
  running: { status: 'Running', waiting: false },
  sleeping: { status: 'Running', waiting: true },
  failed: { status: 'Failed' },
  cancelled: { status: 'Cancelled' },
  completed: { status: 'Completed' },
};

/** The engine's runs that concern the workspace, and those that concern all; the latest first, a page at a time. */
export async function listRuns(
  ctx: WindowContext,
  input: { state?: RunState; functionId?: string; limit?: number; cursor?: string } = {},
) {
  authorise(ctx, 'system.manage');
  const { state, functionId, limit = 50, cursor } = input;
  const seen = await ctx.engine.runs(ctx.actor.workspaceId, {
    ...(state === undefined ? {} : FILTERS[state]),
    ...(functionId === undefined ? {} : { functionId }),
    ...(cursor === undefined ? {} : { cursor }),
    limit,
  });
  if (seen.kind === 'refused') throw new AppError('validation_failed', `The engine cannot list this: ${seen.reason}.`);
  const { runs, cursor: nextCursor } = seenOrThrow(seen);
  return { items: runs.map(runView), nextCursor };
}

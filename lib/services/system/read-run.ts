import { authorise } from '../context';
import type { EngineRunDetail, EngineStep, WindowContext } from './engine-window';
import { runView } from './run-view';
import { seenOrThrow } from './seen-or-throw';

/** One run of the engine with its steps in the order they ended, and the calls that are to be made for it. */
export async function readRun(ctx: WindowContext, input: { id: string }) {
  authorise(ctx, 'system.manage');
  const run = seenOrThrow(await ctx.engine.run(ctx.actor.workspaceId, input.id));
  return { ...runView(run), steps: run.steps.map(stepView), calls: run.calls.map((call) => callView(ctx, run, call)) };
}

function stepView(step: EngineStep) {
  const state = step.status === 'done' && step.error !== null ? ('failed' as const) : step.status;
  return {
    id: step.id,
    name: step.name,
    op: step.op,
    state,
    wakesAt: step.wakesAt?.toISOString() ?? null,
    eventName: step.eventName,
    error: step.error,
  };
}

/** A call falls due in wall time; shown is the app's time at that moment, as the clock runs now. */
function callView(ctx: WindowContext, run: EngineRunDetail, call: EngineRunDetail['calls'][number]) {
  const inMs = call.dueAt === null ? null : Math.max(0, call.dueAt.getTime() - run.wallNow.getTime());
  return {
    stepId: call.stepId,
    state: callState(call),
    dueAt: inMs === null ? null : new Date(ctx.now.getTime() + inMs * ctx.clockSpeed).toISOString(),
  };
}

function callState(call: EngineRunDetail['calls'][number]) {
  if (call.parked) return 'parked' as const;
  return call.underWay ? ('under_way' as const) : ('queued' as const);
}

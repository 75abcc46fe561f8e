import type { Waiting } from '../../domain/engine/engine-lag';
import { engineLagS } from '../../domain/engine/engine-lag';
import { authorise } from '../context';
import type { EngineFigures, EngineFunction, WindowContext } from './engine-window';
import { seenOrThrow } from './seen-or-throw';

/**
 * The engine in figures: its functions, what runs, sleeps and failed, and how far it is behind. Or where it shows them
 * itself, or that nobody answers: an engine that is down is an answer, not an error.
 */
export async function readSystem(ctx: WindowContext) {
  authorise(ctx, 'system.manage');
  const seen = await ctx.engine.figures(ctx.actor.workspaceId);
  if (seen.kind === 'elsewhere') return { kind: 'dashboard' as const, url: seen.dashboardUrl };
  if (seen.kind === 'silent') return { kind: 'silent' as const };
  return { kind: 'window' as const, ...figuresOf(ctx, seenOrThrow(seen)) };
}

function figuresOf(ctx: WindowContext, figures: EngineFigures) {
  const clock = { appNow: figures.appNow ?? ctx.now, wallNow: figures.wallNow, speed: ctx.clockSpeed };
  const lagS = (waiting: Waiting) => engineLagS(waiting, clock);
  const functions = figures.functions.map((one) => ({
    id: one.id,
    triggers: one.triggers,
    running: one.active - one.sleeping,
    sleeping: one.sleeping,
    failed: one.failed,
    parked: one.parked,
    nextAt: one.nextAt?.toISOString() ?? null,
    lagS: lagS({ dueAt: one.oldestDueAt, queuedAt: one.oldestQueuedAt }),
  }));
  const sum = (figure: (one: EngineFunction) => number) => figures.functions.reduce((n, one) => n + figure(one), 0);
  return {
    asOf: clock.appNow.toISOString(),
    functions,
    running: sum((one) => one.active - one.sleeping),
    sleeping: sum((one) => one.sleeping),
    failed: sum((one) => one.failed),
    parked: sum((one) => one.parked),
    lagS: Math.max(lagS({ dueAt: figures.oldestEventDueAt, queuedAt: null }), ...functions.map((one) => one.lagS)),
    syncedAt: figures.syncedAt?.toISOString() ?? null,
    syncProblem: figures.syncProblem,
  };
}

import type { ControlRow, StopTarget } from '../../../db/queries/controls';
import {
  dispatchingOf,
  insertStop,
  isLockTimeout,
  lockStops,
  setStopEnd,
  stopsInForce,
} from '../../../db/queries/controls';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import type { StopInput } from './stop-target';
import { lockTarget, ownerOfTarget, stopTarget } from './stop-target';

/**
 * The kill switch. When this answers, nothing of the target reaches the provider any more, except the sends in
 * `dispatching`, whose call had begun (design.md P3, §4). Anybody who may stop may stop anything it sees. Stopping again
 * can only lengthen a stop: shortening one is resuming, and needs the right to.
 *
 * The stop is committed first and then waits for the dispatches that had not seen it. In one transaction it would wait
 * for them unseen, and since new ones share the lock with those under way, a busy engine could keep it waiting for ever.
 */
export async function putStop(
  ctx: ServiceContext,
  input: StopInput & { reason?: string | null; until?: string | null },
): Promise<{ stoppedAt: string; until: string | null; dispatching: string[] }> {
  authorise(ctx, 'controls.stop');
  const target = stopTarget(input);
  const until = endOf(input.until ?? null, ctx.now);
  const stop = await withWorkspace(ctx, async (tx) => {
    await ownerOfTarget(tx, ctx, target);
    await lockStops(tx, ctx.actor.workspaceId);
    const [running] = await stopsInForce(tx, ctx.now, target);
    const end = running === undefined ? until : laterEnd(running.until, until);
    const reason = input.reason?.trim() || (running?.reason ?? null);
    const details = { scope: target.scope, action: input.action ?? null, reason, until: end?.toISOString() ?? null };
    const objectId = input.id ?? null;
    if (running === undefined) {
      await insertStop(tx, newStop(ctx, input, { reason, until: end }));
      await emitAudit(tx, ctx, { action: 'control.stopped', objectId, details });
    } else if (running.until?.getTime() !== end?.getTime() || reason !== running.reason) {
      await setStopEnd(tx, running.id, end, reason);
      await emitAudit(tx, ctx, { action: 'control.stop_changed', objectId, details });
    }
    return { stoppedAt: (running?.stoppedAt ?? ctx.now).toISOString(), until: end?.toISOString() ?? null };
  });
  return { ...stop, dispatching: await dispatchingAfter(ctx, target) };
}

const LOCK_TRIES = 4;

/** The sends in flight once every dispatch that may not have seen the committed stop has ended. */
async function dispatchingAfter(ctx: ServiceContext, target: StopTarget): Promise<string[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withWorkspace(ctx, async (tx) => {
        await lockTarget(tx, ctx, target);
        return dispatchingOf(tx, target);
      });
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (tries === LOCK_TRIES)
        throw new AppError(
          'unavailable',
          'The stop is in force, but sends under way could not be waited for. Stop again to see them.',
          { cause: error },
        );
    }
  }
}

function newStop(
  ctx: ServiceContext,
  input: StopInput,
  more: { reason: string | null; until: Date | null },
): ControlRow {
  return {
    workspaceId: ctx.actor.workspaceId,
    id: newId('control'),
    scope: input.scope,
    targetId: input.scope === 'account' || input.scope === 'campaign' ? (input.id ?? null) : null,
    action: input.scope === 'action' ? (input.action ?? null) : null,
    ...more,
    stoppedBy: actorId(ctx.actor),
    stoppedAt: ctx.now,
    endedBy: null,
    endedAt: null,
  };
}

function endOf(until: string | null, now: Date): Date | null {
  if (until === null) return null;
  const end = new Date(until);
  if (end > now) return end;
  throw new AppError('validation_failed', 'A stop ends in the future, or when somebody ends it.', {
    fields: [{ path: 'until', message: 'Give a later moment, or leave it out.' }],
  });
}

/** Null is "until somebody ends it", the latest end of all. */
function laterEnd(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return null;
  return a > b ? a : b;
}

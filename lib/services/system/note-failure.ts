import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';

/** Longer reasons are cut: the row is for a person, the whole of it stands in the engine's own log. */
const REASON_MAX = 500;

/**
 * Leaves a row in the audit of the workspace when a run of the engine has failed for good, so that somebody can see it:
 * which job, about what, and why. The sweepers bring the work itself back.
 */
export async function noteFailure(
  ctx: ServiceContext,
  input: { job: string; objectId: string; reason: string },
): Promise<void> {
  const details = { job: input.job, reason: input.reason.slice(0, REASON_MAX) };
  await withWorkspace(ctx, (tx) =>
    emitAudit(tx, ctx, { action: 'engine.run_failed', objectId: input.objectId, details }),
  );
}

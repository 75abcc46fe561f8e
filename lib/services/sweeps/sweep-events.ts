import { unappliedEvents } from '../../../db/queries/provider-events';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';
import { applyEvent } from '../events/apply-event';

const WAIT_REAL_MS = 20_000;
const ATTEMPTS_MAX = 8;

/** Applies webhooks that no event announced, or whose announcement failed; one that fails does not hold up the others. */
export async function sweepEvents(
  ctx: ServiceContext,
  _input: Record<string, never> = {},
): Promise<{ applied: number; failed: number; lost: string[] }> {
  const before = new Date(ctx.now.getTime() - WAIT_REAL_MS * ctx.clockSpeed);
  const ids = await withWorkspace(ctx, (tx) => unappliedEvents(tx, { before, attemptsMax: ATTEMPTS_MAX, limit: 50 }));
  const result = { applied: 0, failed: 0, lost: [] as string[] };
  for (const eventId of ids) {
    try {
      const applied = await applyEvent(ctx, { eventId });
      if (applied.lostAccountId !== null) result.lost.push(applied.lostAccountId);
      result.applied += 1;
    } catch {
      // Counted on the row; after eight failures it waits for a person.
      result.failed += 1;
    }
  }
  return result;
}

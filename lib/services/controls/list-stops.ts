import { actorNames } from '../../../db/queries/audit';
import { stopsInForce } from '../../../db/queries/controls';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** The stops in force, the oldest first. Everybody sees all of them: each explains why something does not send. */
export async function listStops(ctx: ServiceContext) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const rows = await stopsInForce(tx, ctx.now);
    const names = await actorNames(
      tx,
      rows.map((row) => row.stoppedBy),
    );
    const items = rows.map((row) => ({
      id: row.id,
      scope: row.scope,
      targetId: row.targetId,
      action: row.action,
      reason: row.reason,
      stoppedAt: row.stoppedAt.toISOString(),
      stoppedBy: names.get(row.stoppedBy) ?? null,
      until: row.until?.toISOString() ?? null,
    }));
    return { items, nextCursor: null };
  });
}

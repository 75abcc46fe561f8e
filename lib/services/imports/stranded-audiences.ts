import { strandedSearches } from '../../../db/queries/imports';
import type { ServiceContext } from '../context';
import { withWorkspace } from '../context';

/** A search whose page is overdue by this much has no run: app time, and never less than ten real seconds. */
const DEAD_MS = 20 * 60_000;
const DEAD_REAL_MS = 10_000;

/** Searches that nobody works on: their event was lost, or their run has died (design.md P5). */
export async function strandedAudiences(
  ctx: ServiceContext,
  _input: Record<string, never>,
): Promise<{ importId: string; accountId: string }[]> {
  const overdueMs = Math.max(DEAD_MS, DEAD_REAL_MS * ctx.clockSpeed);
  const rows = await withWorkspace(ctx, (tx) => strandedSearches(tx, new Date(ctx.now.getTime() - overdueMs)));
  return rows.map(({ id, accountId }) => ({ importId: id, accountId }));
}

import { actorNames } from '../../../db/queries/audit';
import { pageOf } from '../../../db/queries/cursor';
import type { IdentityKind } from '../../../db/queries/prospects';
import type { SuppressionRow } from '../../../db/queries/suppressions';
import { suppressionRows } from '../../../db/queries/suppressions';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** Suppressed handles, newest first. A domain stands for all addresses below it; erased people are in no list. */
export async function listSuppressions(
  ctx: ServiceContext,
  input: { kind?: IdentityKind; query?: string; limit?: number; cursor?: string } = {},
) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const rows = await suppressionRows(tx, {
      kind: input.kind ?? null,
      query: input.query?.trim() || null,
      limit,
      cursor: input.cursor ?? null,
    });
    const page = pageOf(rows, limit, (row) => ({ at: row.suppressedAt, id: row.id }));
    const makers = page.items.flatMap((row) => (row.suppressedBy === null ? [] : [row.suppressedBy]));
    const names = await actorNames(tx, makers);
    const items = page.items.map((row) => describeSuppression(row, names.get(row.suppressedBy ?? '') ?? null));
    return { items, nextCursor: page.nextCursor };
  });
}

/** A suppression as the API says it. */
export function describeSuppression(row: SuppressionRow, suppressedBy: string | null) {
  return {
    id: row.id,
    kind: row.kind,
    value: row.value,
    reason: row.reason,
    prospectId: row.prospectId,
    suppressedAt: row.suppressedAt.toISOString(),
    suppressedBy,
  };
}

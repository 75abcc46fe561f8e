import { actorNames } from '../../../db/queries/audit';
import { pageOf } from '../../../db/queries/cursor';
import { tokenRows } from '../../../db/queries/tokens';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** The API tokens of the workspace, newest first; never the tokens themselves. */
export async function listTokens(ctx: ServiceContext, input: { limit?: number; cursor?: string } = {}) {
  authorise(ctx, 'tokens.write');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const rows = await tokenRows(tx, { limit, cursor: input.cursor ?? null });
    const page = pageOf(rows, limit, (row) => ({ at: row.createdAt, id: row.id }));
    const makers = page.items.flatMap((row) => (row.createdBy === null ? [] : [row.createdBy]));
    const names = await actorNames(tx, makers);
    const items = page.items.map((row) => ({
      id: row.id,
      name: row.name,
      role: row.role,
      state: row.revokedAt !== null ? ('revoked' as const) : row.expired ? ('expired' as const) : ('active' as const),
      createdBy: row.createdBy === null ? null : (names.get(row.createdBy) ?? row.createdBy),
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      revokedAt: row.revokedAt?.toISOString() ?? null,
    }));
    return { items, nextCursor: page.nextCursor };
  });
}

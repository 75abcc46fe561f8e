import { pageOf } from '../../../db/queries/cursor';
import { listRows } from '../../../db/queries/lists';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** The lists of the workspace, newest first, with how many people each has. */
export async function listLists(ctx: ServiceContext, input: { limit?: number; cursor?: string } = {}) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const page = pageOf(await listRows(tx, { limit, cursor: input.cursor ?? null }), limit, (row) => ({
      at: row.createdAt,
      id: row.id,
    }));
    return {
      items: page.items.map((row) => ({
        id: row.id,
        name: row.name,
        people: row.people,
        createdAt: row.createdAt.toISOString(),
      })),
      nextCursor: page.nextCursor,
    };
  });
}

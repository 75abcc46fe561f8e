import { pageOf } from '../../../db/queries/cursor';
import { listProspectRows } from '../../../db/queries/prospects';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeProspects } from './describe-prospect';

/** People of the workspace, newest first, of a list or matching a text. */
export async function listProspects(
  ctx: ServiceContext,
  input: { listId?: string; query?: string; limit?: number; cursor?: string },
) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const rows = await listProspectRows(tx, {
      listId: input.listId ?? null,
      query: input.query ?? null,
      limit,
      cursor: input.cursor ?? null,
    });
    const page = pageOf(rows, limit, (row) => ({ at: row.createdAt, id: row.id }));
    return { items: await describeProspects(tx, page.items), nextCursor: page.nextCursor };
  });
}

import { pageOf } from '../../../db/queries/cursor';
import type { MemberRow } from '../../../db/queries/members';
import { memberRows } from '../../../db/queries/members';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** The people of the workspace, the longest-standing first. */
export async function listMembers(ctx: ServiceContext, input: { limit?: number; cursor?: string } = {}) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const rows = await memberRows(tx, { limit, cursor: input.cursor ?? null });
    const page = pageOf(rows, limit, (row) => ({ at: row.joinedAt, id: row.id }));
    return { items: page.items.map(describeMember), nextCursor: page.nextCursor };
  });
}

/** A member as the API says it. */
export function describeMember(row: MemberRow) {
  return { id: row.id, name: row.name, email: row.email, role: row.role, joinedAt: row.joinedAt.toISOString() };
}

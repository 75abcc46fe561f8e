import { pageOf } from '../../../db/queries/cursor';
import { importList } from '../../../db/queries/imports';
import type { ImportKind } from '../../domain/imports/constants';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeImport } from './get-import';

/** The imports of the workspace, newest first, with what has become of each. */
export async function listImports(
  ctx: ServiceContext,
  input: { kind?: ImportKind; limit?: number; cursor?: string } = {},
) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const rows = await importList(tx, { kind: input.kind ?? null, limit, cursor: input.cursor ?? null });
    const page = pageOf(rows, limit, (row) => ({ at: row.createdAt, id: row.id }));
    return { items: page.items.map(describeImport), nextCursor: page.nextCursor };
  });
}

import type { ImportRow } from '../../../db/queries/imports';
import { importById } from '../../../db/queries/imports';
import { searchReason } from '../../domain/imports/search-reasons';
import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** What became of an imported file. */
export async function getImport(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const row = await importById(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such import.');
    return describeImport(row);
  });
}

/** An import as the API says it; `rows` is the sum of the verdicts. */
export function describeImport(row: ImportRow) {
  return {
    id: row.id,
    listId: row.listId,
    fileName: row.fileName,
    rows: row.rows,
    created: row.created,
    merged: row.merged,
    duplicate: row.duplicate,
    suppressed: row.suppressed,
    invalid: row.invalid,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    kind: row.kind,
    accountId: row.accountId,
    most: row.most,
    stateReason: searchReason(row.reason),
    nextAt: row.nextAt?.toISOString() ?? null,
  };
}

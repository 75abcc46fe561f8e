import type { Verdict } from '../../../db/queries/imports';
import { importById, importLines } from '../../../db/queries/imports';
import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

/** The lines of an import with their verdicts, in the order of the file. */
export async function listImportRows(
  ctx: ServiceContext,
  input: { id: string; verdict?: Verdict; limit?: number; cursor?: string },
) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  const after = input.cursor === undefined ? 0 : Number(input.cursor);
  if (!Number.isInteger(after) || after < 0) {
    throw new AppError('validation_failed', 'The cursor is not one that this list gave out.', {
      fields: [{ path: 'cursor', message: 'Leave it out to begin at the first page.' }],
    });
  }
  return withWorkspace(ctx, async (tx) => {
    if ((await importById(tx, input.id)) === null) throw new AppError('not_found', 'There is no such import.');
    const rows = await importLines(tx, { importId: input.id, verdict: input.verdict ?? null, after, limit });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map((row) => ({
        rowNumber: row.rowNumber,
        verdict: row.verdict,
        prospectId: row.prospectId,
        problems: row.problems,
        label: row.label,
      })),
      nextCursor: rows.length > limit && last !== undefined ? String(last.rowNumber) : null,
    };
  });
}

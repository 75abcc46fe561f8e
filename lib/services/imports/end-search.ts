import type { Tx } from '../../../db/client';
import type { ImportRow } from '../../../db/queries/imports';
import { updateImport } from '../../../db/queries/imports';
import type { ImportState } from '../../domain/imports/constants';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import type { PageTurn } from './page-turn';

/** Ends a search, with the reason where it has failed, and leaves its figures in the audit. The caller has locked it. */
export async function endSearch(
  tx: Tx,
  ctx: ServiceContext,
  row: ImportRow,
  end: { state: Extract<ImportState, 'done' | 'failed' | 'cancelled'>; reason?: string },
): Promise<Extract<PageTurn, { kind: 'end' }>> {
  await updateImport(tx, row.id, { state: end.state, reason: end.reason ?? null, nextAt: null });
  const { rows, created, merged, duplicate, suppressed, invalid, listId } = row;
  await emitAudit(tx, ctx, {
    action: `import.${end.state}`,
    objectId: row.id,
    details: { listId, rows, created, merged, duplicate, suppressed, invalid, reason: end.reason ?? null },
  });
  return { kind: 'end', state: end.state };
}

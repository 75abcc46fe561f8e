import type { Tx } from '../../../db/client';
import { insertAudit } from '../../../db/queries/outcomes';
import type { ServiceContext } from '../context';
import { recordAudit } from './record-audit';

/** `recordAudit` for a verb that holds a transaction of the database instead of a unit of the store. */
export async function emitAudit(
  tx: Tx,
  ctx: ServiceContext,
  entry: { action: string; objectId: string | null; details: Record<string, unknown> },
): Promise<void> {
  await recordAudit({ insertAudit: (row) => insertAudit(tx, row) }, ctx, entry);
}

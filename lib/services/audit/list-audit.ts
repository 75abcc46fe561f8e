import { actorNames, auditRows } from '../../../db/queries/audit';
import { pageOf } from '../../../db/queries/cursor';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';

export interface ListAuditInput {
  action?: string;
  objectId?: string;
  actorId?: string;
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

/** Who did what, newest first. `action` may be a whole family, such as `account`. */
export async function listAudit(ctx: ServiceContext, input: ListAuditInput = {}) {
  authorise(ctx, 'audit.read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const rows = await auditRows(tx, {
      action: input.action ?? null,
      objectId: input.objectId ?? null,
      actorId: input.actorId ?? null,
      from: input.from === undefined ? null : new Date(input.from),
      to: input.to === undefined ? null : new Date(input.to),
      limit,
      cursor: input.cursor ?? null,
    });
    const page = pageOf(rows, limit, (row) => ({ at: row.at, id: row.id }));
    const names = await actorNames(
      tx,
      page.items.map((row) => row.actorId),
    );
    const items = page.items.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { kind: row.actorKind, id: row.actorId, name: names.get(row.actorId) ?? null },
      action: row.action,
      objectId: row.objectId,
      details: row.details,
    }));
    return { items, nextCursor: page.nextCursor };
  });
}

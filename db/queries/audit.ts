import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { rowsOf } from '../client';
import { auditEntries } from '../schema/audit-entries';
import { decodeCursor } from './cursor';
import { textArray } from './prospects';

export type AuditRow = typeof auditEntries.$inferSelect;

/** The audit trail, newest first. `action` matches itself and everything below it (`account` finds `account.paused`). */
export async function auditRows(
  tx: Tx,
  input: {
    action: string | null;
    objectId: string | null;
    actorId: string | null;
    from: Date | null;
    to: Date | null;
    limit: number;
    cursor: string | null;
  },
): Promise<AuditRow[]> {
  const after = input.cursor === null ? null : decodeCursor(input.cursor);
  return tx
    .select()
    .from(auditEntries)
    .where(
      and(
        input.action === null
          ? undefined
          : sql`(${auditEntries.action} = ${input.action} or starts_with(${auditEntries.action}, ${`${input.action}.`}))`,
        input.objectId === null ? undefined : eq(auditEntries.objectId, input.objectId),
        input.actorId === null ? undefined : eq(auditEntries.actorId, input.actorId),
        input.from === null ? undefined : gte(auditEntries.at, input.from),
        input.to === null ? undefined : lt(auditEntries.at, input.to),
        after === null
          ? undefined
          : sql`(${auditEntries.at}, ${auditEntries.id}) < (${after.at.toISOString()}::timestamptz, ${after.id})`,
      ),
    )
    .orderBy(desc(auditEntries.at), desc(auditEntries.id))
    .limit(input.limit + 1);
}

/** Names of members and tokens by id, for showing who did something. People who are gone have none. */
export async function actorNames(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const wanted = sql`${textArray([...new Set(ids)])}::text[]`;
  const rows = await rowsOf<{ id: string; name: string }>(
    tx,
    sql`select id, name from auth_users where id = any(${wanted}) union all select id, name from tokens where id = any(${wanted})`,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}

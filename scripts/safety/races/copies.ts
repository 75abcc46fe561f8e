import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client';

/** An id as the factories make it, or a handle made of one; people who sign in are not copied. */
const ID = /\b((?!usr_)[a-z]{3}_|person-)([0-9a-z]{20}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g;
const MARK = '~';
/** Rows of one statement: a copy of everything at once would be one very long transaction. */
const CHUNK = 500;

/**
 * Copies every row of a workspace `count` times: ledger, counters, people, days. The n-th copy has the same ids with `-n`
 * behind them. What the functions of the database wrote into the first is copied as it stands, without its triggers.
 */
export async function copyWorkspace(owner: Database, workspaceId: string, count: number): Promise<void> {
  const rows = await markedRows(owner, workspaceId);
  for (let from = 1; from <= count; from += CHUNK) {
    const to = Math.min(count, from + CHUNK - 1);
    await owner.orm.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      for (const { table, row } of rows)
        await tx.execute(sql`insert into ${sql.identifier(table)} select r.* from generate_series(${from}::int, ${to}::int) n,
          lateral jsonb_populate_record(null::${sql.identifier(table)}, replace(${row}, ${MARK}, '-' || n)::jsonb) r`);
    });
  }
  await owner.orm.execute(sql`analyze`);
}

/** The id that the n-th copy of something has. */
export function copyOf(id: string, n: number): string {
  return `${id}-${n}`;
}

async function markedRows(owner: Database, workspaceId: string): Promise<{ table: string; row: string }[]> {
  const tables = await owner.orm.execute<{ table: string; key: string }>(
    sql`select c.table_name as table, c.column_name as key from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and (c.column_name = 'workspace_id' or (c.table_name = 'workspaces' and c.column_name = 'id'))`,
  );
  const rows: { table: string; row: string }[] = [];
  for (const { table, key } of tables) {
    const found = await owner.orm.execute<{ row: string }>(
      sql`select to_jsonb(t)::text as row from ${sql.identifier(table)} t where t.${sql.identifier(key)} = ${workspaceId}`,
    );
    for (const { row } of found) {
      if (row.includes(MARK)) throw new Error(`a row of ${table} holds a ${MARK} already`);
      rows.push({ table, row: row.replaceAll(ID, `$1$2${MARK}`) });
    }
  }
  return rows;
}

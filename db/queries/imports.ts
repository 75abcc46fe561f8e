import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { importRows } from '../schema/import-rows';
import { imports } from '../schema/imports';
import { decodeCursor } from './cursor';

export type ImportRow = typeof imports.$inferSelect;
export type ImportLine = typeof importRows.$inferSelect;
export type Verdict = ImportLine['verdict'];

export async function insertImport(tx: Tx, row: typeof imports.$inferInsert): Promise<void> {
  await tx.insert(imports).values(row);
}

export async function insertImportRows(tx: Tx, rows: (typeof importRows.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(importRows).values(rows);
}

export async function importById(tx: Tx, id: string): Promise<ImportRow | null> {
  const [row] = await tx.select().from(imports).where(eq(imports.id, id));
  return row ?? null;
}

/** The import, locked: what its next page adds, and its end, wait for one another. Before any other lock. */
export async function lockImport(tx: Tx, id: string): Promise<ImportRow | null> {
  const [row] = await tx.select().from(imports).where(eq(imports.id, id)).for('update');
  return row ?? null;
}

export async function updateImport(tx: Tx, id: string, change: Partial<typeof imports.$inferInsert>): Promise<void> {
  await tx.update(imports).set(change).where(eq(imports.id, id));
}

/** Imports, newest first. */
export async function importList(
  tx: Tx,
  input: { kind: ImportRow['kind'] | null; limit: number; cursor: string | null },
): Promise<ImportRow[]> {
  const from = input.cursor === null ? null : decodeCursor(input.cursor);
  return tx
    .select()
    .from(imports)
    .where(
      and(
        input.kind === null ? undefined : eq(imports.kind, input.kind),
        from === null
          ? undefined
          : sql`(${imports.createdAt}, ${imports.id}) < (${from.at.toISOString()}::timestamptz, ${from.id})`,
      ),
    )
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(input.limit + 1);
}

/** Searches whose next page was due before a moment and that nobody has asked for: their run has died. */
export async function strandedSearches(tx: Tx, dueBefore: Date): Promise<{ id: string; accountId: string }[]> {
  const rows = await tx
    .select({ id: imports.id, accountId: imports.accountId })
    .from(imports)
    .where(and(inArray(imports.state, ['running', 'waiting']), lt(imports.nextAt, dueBefore)))
    .orderBy(imports.nextAt);
  return rows.flatMap(({ id, accountId }) => (accountId === null ? [] : [{ id, accountId }]));
}

/** Lines of an import in the order of the file, from after a line number. */
export async function importLines(
  tx: Tx,
  input: { importId: string; verdict: Verdict | null; after: number; limit: number },
): Promise<ImportLine[]> {
  return tx
    .select()
    .from(importRows)
    .where(
      and(
        eq(importRows.importId, input.importId),
        sql`${importRows.rowNumber} > ${input.after}`,
        input.verdict === null ? undefined : eq(importRows.verdict, input.verdict),
      ),
    )
    .orderBy(asc(importRows.rowNumber))
    .limit(input.limit + 1);
}

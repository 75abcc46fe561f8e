import { and, asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { importRows } from '../schema/import-rows';
import { imports } from '../schema/imports';

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

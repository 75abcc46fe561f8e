import type { Tx } from '../../../db/client';
import type { ImportLine, Verdict } from '../../../db/queries/imports';
import { insertImportRows } from '../../../db/queries/imports';
import type { ServiceContext } from '../context';
import type { StoredLine } from './store-people';

/** What was read besides the people that were stored: lines that name nobody, and what each line is called. */
export interface ReadLines {
  invalid: { rowNumber: number; problems: ImportLine['problems'] }[];
  labels: Map<number, string>;
}

/** How many lines have which verdict; `rows` is their sum. */
export function countVerdicts(stored: StoredLine[], invalid: number) {
  const counts: Record<Verdict, number> = { created: 0, merged: 0, duplicate: 0, suppressed: 0, invalid };
  for (const line of stored) counts[line.verdict] += 1;
  return { rows: stored.length + invalid, ...counts };
}

/** Keeps every line with its verdict. */
export async function writeLines(
  tx: Tx,
  ctx: ServiceContext,
  importId: string,
  content: ReadLines,
  stored: StoredLine[],
): Promise<void> {
  const { workspaceId } = ctx.actor;
  const rows = [
    ...stored.map((line) => ({
      workspaceId,
      importId,
      ...line,
      problems: [],
      label: content.labels.get(line.rowNumber) ?? null,
    })),
    ...content.invalid.map((line) => ({
      workspaceId,
      importId,
      rowNumber: line.rowNumber,
      verdict: 'invalid' as const,
      prospectId: null,
      problems: line.problems,
      label: content.labels.get(line.rowNumber) ?? null,
    })),
  ];
  for (let from = 0; from < rows.length; from += LINES_A_BATCH)
    await insertImportRows(tx, rows.slice(from, from + LINES_A_BATCH));
}

const LINES_A_BATCH = 1_000;

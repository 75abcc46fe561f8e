import { createHash } from 'node:crypto';
import type { Tx } from '../../../db/client';
import type { Verdict } from '../../../db/queries/imports';
import { importById, insertImport, insertImportRows } from '../../../db/queries/imports';
import { insertList, listByName } from '../../../db/queries/lists';
import { lockPeopleOfWorkspace } from '../../../db/queries/prospects';
import { newId } from '../../platform/ids';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeImport } from './get-import';
import type { FileContent } from './read-people-file';
import { readPeopleFile } from './read-people-file';
import type { StoredLine } from './store-people';
import { storePeople } from './store-people';

export interface ImportFileInput {
  fileName: string;
  bytes: Uint8Array;
  /** Column → field, or null to leave a column out; without it the columns are guessed from their names. */
  mapping?: Record<string, string | null>;
  listName: string;
}

/**
 * Brings a file of people into a list, all in one transaction: a file that cannot be read writes nothing. Every line gets
 * exactly one verdict, `rows` is their sum, and the same file again makes nobody twice (design.md §6).
 */
export async function importFile(ctx: ServiceContext, input: ImportFileInput) {
  authorise(ctx, 'prospects.write');
  const content = readPeopleFile(input);
  return withWorkspace(ctx, async (tx) => {
    await lockPeopleOfWorkspace(tx, ctx.actor.workspaceId);
    const listId = await listFor(tx, ctx, input.listName.trim());
    const stored = await storePeople(tx, ctx, { listId, candidates: content.candidates });
    const importId = newId('import');
    const counts = countVerdicts(stored, content.invalid.length);
    await insertImport(tx, {
      workspaceId: ctx.actor.workspaceId,
      id: importId,
      listId,
      fileName: input.fileName,
      fileHash: createHash('sha256').update(input.bytes).digest('hex'),
      mapping: content.mapping,
      state: 'done',
      ...counts,
      createdBy: actorId(ctx.actor),
      createdAt: ctx.now,
    });
    await writeLines(tx, ctx, importId, content, stored);
    await emitAudit(tx, ctx, { action: 'import.done', objectId: importId, details: { listId, ...counts } });
    const row = await importById(tx, importId);
    if (row === null) throw new Error('an import vanished in its own transaction');
    return describeImport(row);
  });
}

/** The list of the name; under the lock of the workspace two imports cannot both create it. */
async function listFor(tx: Tx, ctx: ServiceContext, name: string): Promise<string> {
  const known = await listByName(tx, name);
  if (known !== null) return known.id;
  const id = newId('list');
  await insertList(tx, {
    workspaceId: ctx.actor.workspaceId,
    id,
    name,
    createdBy: actorId(ctx.actor),
    createdAt: ctx.now,
  });
  return id;
}

function countVerdicts(stored: StoredLine[], invalid: number) {
  const counts: Record<Verdict, number> = { created: 0, merged: 0, duplicate: 0, suppressed: 0, invalid };
  for (const line of stored) counts[line.verdict] += 1;
  return { rows: stored.length + invalid, ...counts };
}

async function writeLines(
  tx: Tx,
  ctx: ServiceContext,
  importId: string,
  content: FileContent,
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

import { createHash } from 'node:crypto';
import { importById, insertImport } from '../../../db/queries/imports';
import { lockPeopleOfWorkspace } from '../../../db/queries/prospects';
import { newId } from '../../platform/ids';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeImport } from './get-import';
import { listFor } from './list-for';
import { readPeopleFile } from './read-people-file';
import { storePeople } from './store-people';
import { countVerdicts, writeLines } from './write-lines';

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

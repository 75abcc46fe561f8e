import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace, rowsOf } from '../../../db/client';
import type { WorkspaceSuite } from '../../../db/testing/workspace-suite';
import { openWorkspaceSuite } from '../../../db/testing/workspace-suite';
import { importFile } from '../imports/import-file';
import { createList } from './create-list';
import { deleteList } from './delete-list';
import { listLists } from './list-lists';
import { renameList } from './rename-list';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let suite: WorkspaceSuite;

beforeAll(async () => {
  suite = await openWorkspaceSuite(NOW);
});
afterAll(() => suite?.close());

const context = () => suite.context();
const people = () =>
  inWorkspace(suite.database.app, suite.workspaceId, (tx) =>
    rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from prospects`),
  );

test('a list is renamed unless another one has the name, in whatever case', async () => {
  const spring = await createList(context(), { name: 'Spring' });
  await createList(context(), { name: 'Autumn' });
  await expect(renameList(context(), { id: spring.id, name: 'AUTUMN' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await renameList(context(), { id: spring.id, name: 'SPRING' })).toMatchObject({ name: 'SPRING', people: 0 });
  await expect(renameList(context(), { id: 'lst_none', name: 'X' })).rejects.toMatchObject({ code: 'not_found' });
});

test('deleting a list keeps its people, and the same file makes it anew', async () => {
  const bytes = new TextEncoder().encode('email\na@lists.test\nb@lists.test\n');
  const receipt = await importFile(context(), { fileName: 'a.csv', bytes, listName: 'Fair' });
  const before = await people();
  expect(await deleteList(context(), { id: receipt.listId ?? '' })).toEqual({ id: receipt.listId });
  expect((await listLists(context())).items.map((list) => list.name)).not.toContain('Fair');
  expect(await people()).toEqual(before);
  const again = await importFile(context(), { fileName: 'a.csv', bytes, listName: 'Fair' });
  expect(again).toMatchObject({ created: 0, rows: 2 });
  expect(again.listId).not.toBe(receipt.listId);
  await expect(deleteList(context(), { id: receipt.listId ?? '' })).rejects.toMatchObject({ code: 'not_found' });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace, rowsOf } from '../../../db/client';
import { createProspect } from '../../../db/testing/factories';
import type { WorkspaceSuite } from '../../../db/testing/workspace-suite';
import { openWorkspaceSuite } from '../../../db/testing/workspace-suite';
import { importFile } from './import-file';
import { listImportRows } from './list-import-rows';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let suite: WorkspaceSuite;

beforeAll(async () => {
  suite = await openWorkspaceSuite(NOW);
});
afterAll(() => suite?.close());

const context = () => suite.context();
const bytes = (text: string) => new TextEncoder().encode(text);
const count = async (table: 'prospects' | 'imports' | 'lists') => {
  const [row] = await inWorkspace(suite.database.app, suite.workspaceId, (tx) =>
    rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from ${sql.identifier(table)}`),
  );
  return row?.n;
};

test('every line has one verdict and rows is their sum', async () => {
  await createProspect(suite.database.owner, { workspaceId: suite.workspaceId, now: NOW, linkedinSlug: 'known' });
  await createProspect(suite.database.owner, {
    workspaceId: suite.workspaceId,
    now: NOW,
    linkedinSlug: 'hushed',
    suppressed: true,
  });
  const file = [
    'Name,LinkedIn URL,Email',
    'New One,https://www.linkedin.com/in/new-one/,',
    'Known,linkedin.com/in/KNOWN?x=1,known@example.test',
    'New One,https://linkedin.com/in/new-one,',
    'Hushed,linkedin.com/in/hushed,',
    'Bad,linkedin.com/company/acme,',
  ].join('\n');
  const result = await importFile(context(), { fileName: 'people.csv', bytes: bytes(file), listName: 'Autumn' });
  expect(result).toMatchObject({
    rows: 5,
    created: 1,
    merged: 1,
    duplicate: 1,
    suppressed: 1,
    invalid: 1,
    state: 'done',
  });
  const invalid = await listImportRows(context(), { id: result.id, verdict: 'invalid' });
  expect(invalid.items).toMatchObject([{ rowNumber: 6, problems: [{ field: 'linkedinUrl' }] }]);
});

test('the same file again makes nobody twice', async () => {
  const input = { fileName: 'again.csv', bytes: bytes('email\na@again.test\nb@again.test\n'), listName: 'Again' };
  const first = await importFile(context(), input);
  const people = await count('prospects');
  const second = await importFile(context(), input);
  expect([first.created, second.created, second.duplicate]).toEqual([2, 0, 2]);
  expect(second.listId).toBe(first.listId);
  expect(await count('prospects')).toBe(people);
});

test('two imports of one file at once make nobody twice', async () => {
  const before = (await count('prospects')) ?? 0;
  const input = {
    fileName: 'race.csv',
    bytes: bytes('email\na@race.test\nb@race.test\nc@race.test\n'),
    listName: 'Race',
  };
  const results = await Promise.all([importFile(context(), input), importFile(context(), input)]);
  expect(results.map((result) => result.created).sort()).toEqual([0, 3]);
  expect(await count('prospects')).toBe(before + 3);
});

test.each([
  ['an empty file', ''],
  ['a file without a usable column', 'a,b\n1,2\n'],
  ['a broken quotation', 'email\n"open@example.test\n'],
  ['a file that is no text', 'email\n\u0000\u0000\n'],
])('%s is refused as a whole and writes nothing', async (_name, text) => {
  const before = [await count('prospects'), await count('imports'), await count('lists')];
  await expect(
    importFile(context(), { fileName: 'bad.csv', bytes: bytes(text), listName: 'Bad' }),
  ).rejects.toMatchObject({ code: 'validation_failed', fields: [{ path: 'file' }] });
  expect([await count('prospects'), await count('imports'), await count('lists')]).toEqual(before);
});

test('a given mapping wins, and an unknown column in it is named', async () => {
  const file = bytes('who;contact\nAda;ada@mapped.test\n');
  await expect(
    importFile(context(), { fileName: 'm.csv', bytes: file, listName: 'M', mapping: { nobody: 'email' } }),
  ).rejects.toMatchObject({ code: 'validation_failed' });
  const result = await importFile(context(), {
    fileName: 'm.csv',
    bytes: file,
    listName: 'M',
    mapping: { who: 'firstName', contact: 'email' },
  });
  expect(result).toMatchObject({ rows: 1, created: 1 });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inWorkspace, rowsOf } from '../../../db/client';
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
const utf8 = (text: string) => new TextEncoder().encode(text);
const load = (bytes: Uint8Array, mapping?: Record<string, string | null>) =>
  importFile(context(), { fileName: 'people.csv', bytes, listName: 'Bad files', ...(mapping ? { mapping } : {}) });

/** Every row that an import could leave behind. */
const written = () =>
  inWorkspace(suite.database.app, suite.workspaceId, (tx) =>
    rowsOf<{ n: number }>(
      tx,
      sql`select (select count(*) from prospects) + (select count(*) from identities) + (select count(*) from lists)
        + (select count(*) from imports) + (select count(*) from import_rows) + (select count(*) from audit_entries) as n`,
    ),
  );

function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
}

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
const LATIN_1 = Uint8Array.from([...utf8('Name,Email\nJos'), 0xe9, ...utf8(',jose@example.test\n')]);
const TOO_MANY = `email\n${Array.from({ length: 50_001 }, (_, index) => `p${index}@many.test`).join('\n')}\n`;

const FILES: { name: string; bytes: Uint8Array; says: RegExp; code?: string }[] = [
  { name: 'an empty file', bytes: new Uint8Array(), says: /no lines below the names of its columns.*Export it again/ },
  { name: 'a file of blank lines', bytes: utf8('\n\n\n'), says: /no lines below/ },
  { name: 'a header alone', bytes: utf8('Name,Email\n'), says: /no lines below/ },
  { name: 'a picture', bytes: PNG, says: /neither UTF-8 nor UTF-16|not a text file/ },
  {
    name: 'text with a NUL',
    bytes: utf8('Name,Email\nA\u0000,a@b.test\n'),
    says: /not a text file.*Save the table as CSV/,
  },
  { name: 'Latin-1', bytes: LATIN_1, says: /neither UTF-8 nor UTF-16.*CSV UTF-8/ },
  {
    name: 'a doubled header',
    bytes: utf8('Email,Email\na@b.test,c@d.test\n'),
    says: /Two columns are named "Email".*Rename/,
  },
  { name: 'a missing header', bytes: utf8('Ada,Example\nBea,Example\n'), says: /No column holds a LinkedIn address/ },
  { name: 'an open quote', bytes: utf8('Name,Email\n"Ada,a@b.test\n'), says: /not a table that can be read/ },
  { name: '50,001 rows', bytes: utf8(TOO_MANY), says: /50001 lines, more than 50000.*Split it/, code: 'too_large' },
];

describe('a file that is no table of people', () => {
  it.each(FILES)('$name is refused in words that name the fix, and nothing is written', async (file) => {
    const before = await written();
    const refused = await load(file.bytes).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ code: file.code ?? 'validation_failed' });
    expect(String((refused as Error).message)).toMatch(file.says);
    expect(await written()).toEqual(before);
  });

  it('a mapping that names a column or a field that is not there is refused likewise', async () => {
    const before = await written();
    const bytes = utf8('Mail\na@b.test\n');
    await expect(load(bytes, { Email: 'email' })).rejects.toThrow(/column "Email" that the file does not have/);
    await expect(load(bytes, { Mail: 'telex' })).rejects.toThrow(/field "telex" that does not exist/);
    await expect(load(bytes, { Mail: null })).rejects.toThrow(/Map at least one column/);
    expect(await written()).toEqual(before);
  });
});

describe('a row that is no person', () => {
  it('gets a verdict in words, and the others are imported all the same', async () => {
    const file = [
      'Name,LinkedIn URL,Email',
      'No handle,,',
      'Company page,https://www.linkedin.com/company/acme,',
      'Bad mail,,not-an-address',
      'Shifted,https://www.linkedin.com/in/shifted,,Acme, Inc.',
      'Good,https://www.linkedin.com/in/good-one,good@example.test',
    ].join('\n');
    const receipt = await load(utf8(file));
    expect(receipt).toMatchObject({ rows: 5, created: 1, invalid: 4 });
    const { items } = await listImportRows(context(), { id: receipt.id, verdict: 'invalid' });
    expect(items).toMatchObject([
      { rowNumber: 2, problems: [{ message: expect.stringMatching(/no LinkedIn address, e-mail address or phone/) }] },
      { rowNumber: 3, problems: [{ field: 'linkedinUrl' }] },
      { rowNumber: 4, problems: [{ field: 'email' }] },
      { rowNumber: 5, problems: [{ field: 'file', message: expect.stringMatching(/5 cells and the header 3/) }] },
    ]);
  });
});

describe('a good file in another form', () => {
  it.each([
    ['UTF-8 with a mark', utf8('\uFEFFName;Email\nZoë;zoe@forms.test\n')],
    ['UTF-16 little-endian', utf16('Name\tEmail\nŁukasz\tlukasz@forms.test\n', 'le')],
    ['UTF-16 big-endian', utf16('Name,Email\r\n李,li@forms.test\r\n', 'be')],
  ])('%s is read', async (_name, bytes) => {
    expect(await load(bytes)).toMatchObject({ rows: 1, created: 1 });
  });
});

import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from './testing/database';
import { freshDatabase } from './testing/database';

const A = 'workspace-a';
const B = 'workspace-b';
/** Columns whose value a check constraint prescribes. */
const PRESCRIBED: Record<string, Record<string, string>> = {
  sends: { state: 'reserved', spent: 'true', origin: 'engine', enrolment_id: 'enrolment' },
  budgets: { key: 'invite.day', campaign_id: '', width_ms: '1' },
  limit_changes: { field: 'cap' },
  search_pages: { state: 'done', used_before: '0' },
  typed_sends: { action: 'invite' },
};

let database: FreshDatabase;
let owner: postgres.Sql;
let app: postgres.Sql;
let tables: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => undefined });
  app = postgres(database.appUrl, { max: 1, onnotice: () => undefined });
  const rows = await owner<{ name: string }[]>`
    select b.table_name as name from information_schema.tables b join information_schema.columns c using (table_schema, table_name)
    where b.table_schema = 'public' and b.table_type = 'BASE TABLE' and c.column_name = 'workspace_id' order by 1`;
  tables = rows.map((row) => row.name);
  for (const id of [A, B]) {
    await owner`insert into workspaces (id, name, created_at) values (${id}, ${id}, now())`;
    await owner`insert into auth_users (id, email, name, created_at) values (${`user of ${id}`}, ${`${id}@example.test`}, ${id}, now())`;
    for (const table of tables) await fill(table, id);
  }
});
afterAll(async () => {
  await app?.end();
  await owner?.end();
  await database?.drop();
});

/** One row of a table for a workspace, made up from the catalogue so that a new table or column is tested from its first day. */
async function fill(table: string, workspace: string): Promise<void> {
  const columns = await owner<{ name: string; type: string }[]>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_nullable = 'NO' and column_default is null`;
  const values = Object.fromEntries(
    columns.map(({ name, type }): [string, string] => [
      name,
      name === 'workspace_id' ? workspace : (PRESCRIBED[table]?.[name] ?? filler(type, workspace)),
    ]),
  );
  const row = { ...PRESCRIBED[table], ...values };
  // As literals: the driver would turn the text of a boolean into false.
  const literals = Object.values(row).map((value) => `'${value}'`);
  await owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql.unsafe(`insert into ${table} (${Object.keys(row).join(', ')}) values (${literals.join(', ')})`);
  });
}

function filler(type: string, workspace: string): string {
  if (type.startsWith('timestamp')) return '2026-01-01T00:00:00Z';
  if (type === 'date') return '2026-01-01';
  if (/int|double|numeric/.test(type)) return '1';
  if (type === 'boolean') return 'false';
  if (type === 'jsonb' || type === 'ARRAY' || type.endsWith('multirange')) return '{}';
  return `user of ${workspace}`;
}

/** Runs a statement as the application with a workspace set, and takes everything back. Answers rows or the error. */
async function as(workspace: string | null, text: string): Promise<{ rows: number; error: string | null }> {
  try {
    await app.begin(async (sql) => {
      if (workspace !== null) await sql`select set_config('app.workspace_id', ${workspace}, true)`;
      const result = await sql.unsafe(text);
      throw new Undone(result.count);
    });
  } catch (error) {
    if (error instanceof Undone) return { rows: error.rows, error: null };
    if (error instanceof postgres.PostgresError) return { rows: 0, error: `${error.code} ${error.message}` };
    throw error;
  }
  throw new Error('the transaction was kept');
}

class Undone extends Error {
  constructor(readonly rows: number) {
    super('undone on purpose');
  }
}

async function granted(table: string, right: string): Promise<boolean> {
  const [row] = await owner<{ ok: boolean }[]>`select has_table_privilege('headroom_app', ${table}, ${right}) as ok`;
  return row?.ok === true;
}

test('every table with a workspace has row-level security enabled and forced, and there are all of them', async () => {
  const guarded = await owner<{ name: string }[]>`
    select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relrowsecurity and relforcerowsecurity order by 1`;
  expect(guarded.map((row) => row.name).sort()).toEqual([...tables, 'auth_users', 'workspaces'].sort());
  expect(tables.length).toBeGreaterThan(20);
});

test('tables without a workspace give the application nothing to write and no secret to read', async () => {
  const others = await owner<{ name: string }[]>`
    select relname as name from pg_class where relkind in ('r', 'p', 'v', 'm') and relnamespace = 'public'::regnamespace and not relrowsecurity order by 1`;
  const rights: Record<string, string[]> = {};
  for (const { name } of others) {
    rights[name] = [];
    for (const right of ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'])
      if (await granted(name, right)) rights[name].push(right);
  }
  expect(rights).toEqual({
    action_budgets: ['SELECT'],
    auth_attempts: [],
    auth_sessions: [],
    clock: ['SELECT'],
    installations: ['SELECT'],
  });
});

test('a workspace sees its own row of every table and no other, and no workspace sees none', async () => {
  for (const table of [...tables, 'workspaces']) {
    const own = table === 'workspaces' ? 'id' : 'workspace_id';
    const all = await owner`select 1 from ${owner(table)}`;
    expect([table, all.length]).toEqual([table, 2]);
    expect([table, await as(A, `select 1 from ${table}`)]).toEqual([table, { rows: 1, error: null }]);
    expect([table, await as(A, `select 1 from ${table} where ${own} = '${B}'`)]).toEqual([
      table,
      { rows: 0, error: null },
    ]);
    expect([table, await as(null, `select 1 from ${table}`)]).toEqual([table, { rows: 0, error: null }]);
    expect([table, await as('', `select 1 from ${table}`)]).toEqual([table, { rows: 0, error: null }]);
    expect([table, await as(`${A}' or true --`, `select 1 from ${table}`)]).toEqual([table, { rows: 0, error: null }]);
  }
});

test('people are seen only through a membership', async () => {
  expect(await as(A, 'select id from auth_users')).toEqual({ rows: 1, error: null });
  expect(await as(null, 'select id from auth_users')).toEqual({ rows: 0, error: null });
  expect((await as(A, 'select password_hash from auth_users')).error).toMatch(/^42501/);
});

test('no table takes a row of another workspace, moves one there, changes one or deletes one', async () => {
  for (const table of tables) {
    const insert = await as(A, `insert into ${table} (workspace_id) values ('${B}')`);
    const reason = (await granted(table, 'INSERT'))
      ? /^42501 new row violates row-level security/
      : /^42501 permission denied/;
    expect([table, insert.error]).toEqual([table, expect.stringMatching(reason)]);
    const moved = await as(A, `update ${table} set workspace_id = '${B}'`);
    expect([table, moved.error]).toEqual([table, expect.stringMatching(/^42501/)]);
    const taken = await as(A, `update ${table} set workspace_id = '${A}' where workspace_id = '${B}'`);
    const deleted = await as(A, `delete from ${table} where workspace_id = '${B}'`);
    for (const { rows, error } of [taken, deleted]) {
      expect([table, rows]).toEqual([table, 0]);
      if (error !== null) expect([table, error]).toEqual([table, expect.stringMatching(/^42501/)]);
    }
    const unset = await as(null, `insert into ${table} (workspace_id) values ('${A}')`);
    expect([table, unset.error]).toEqual([table, expect.stringMatching(/^42501/)]);
  }
});

test('the functions that write for a workspace refuse to work without one', async () => {
  const calls = await owner<{ name: string; args: number }[]>`
    select proname as name, pronargs as args from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and prosrc like '%app_workspace()%' order by 1`;
  const ledger = [
    'budget_put',
    'send_book_external',
    'send_conclude',
    'send_dispatch',
    'send_reserve',
    'send_settle',
    'send_sweep',
  ];
  expect(calls.map((call) => call.name)).toEqual(expect.arrayContaining(ledger));
  for (const { name, args } of calls) {
    const nulls = Array.from({ length: args }, () => 'null').join(', ');
    expect([name, (await as(null, `select ${name}(${nulls})`)).error]).toEqual([name, expect.stringMatching(/^P0WSP/)]);
  }
});

test('the gates are looked at by the functions of the ledger alone', async () => {
  const gate = "select send_gate('a', null, 'e', null, 'invite', 'engine', now(), 'i')";
  expect((await as(A, gate)).error).toMatch(/^42501/);
});

test('the functions of the ledger reach no account, budget or send of another workspace', async () => {
  const [account, send] = [`user of ${B}`, `user of ${B}`];
  const put = `select budget_put('${account}', 'invite.day', '', null, 1000, 'UTC', 5, now(), true)`;
  expect((await as(A, put)).error).toMatch(/^P0WSP/);
  const book = `select send_book_external('new', '${account}', null, 'invite', 'plain', 'ref', now())`;
  expect((await as(A, book)).error).toMatch(/^P0WSP/);
  for (const [call, nothing] of [
    [`send_settle('${send}', '${send}', 'released', 'none', null, '{}', now())`, 'false'],
    [`send_conclude('${send}', 'sent', null, '{}', now())`, 'false'],
    [`(send_dispatch('${send}', '${send}', now(), 'any', 1)).outcome`, 'stale'],
  ])
    expect(await as(A, `select 1 where (select ${call})::text = '${nothing}'`)).toEqual({ rows: 1, error: null });
  const [row] = await owner<{ state: string }[]>`select state from sends where workspace_id = ${B}`;
  expect(row?.state).toBe('reserved');
});

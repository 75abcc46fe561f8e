import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './database';

describe('a fresh database', () => {
  let database: FreshDatabase;
  let app: postgres.Sql;
  let owner: postgres.Sql;
  beforeAll(async () => {
    database = await freshDatabase();
    app = postgres(database.appUrl, { max: 1 });
    owner = postgres(database.ownerUrl, { max: 1 });
  });
  afterAll(async () => {
    await app?.end();
    await owner?.end();
    await database?.drop();
  });

  it('is entered by an application role without power of its own', async () => {
    const [role] = await app`
      select current_user::text as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        exists (select from pg_auth_members m where m.member = r.oid) as member
      from pg_roles r where rolname = current_user`;
    expect(role).toEqual({
      name: 'headroom_app',
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      member: false,
    });
  });

  it('has row-level security enabled and forced on every table with a workspace, and none owned by the application', async () => {
    const tables = await owner<{ name: string; guarded: boolean; mine: boolean }[]>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as guarded,
        pg_get_userbyid(c.relowner) = 'headroom_app' as mine
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`;
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter((table) => !table.guarded || table.mine)).toEqual([]);
  });

  it('shows and takes no workspace from a connection that set none', async () => {
    await owner`insert into workspaces ${owner(await workspaceRow(owner))}`;
    const [all] = await owner`select count(*)::int as n from workspaces`;
    const [seen] = await app`select count(*)::int as n from workspaces`;
    expect([all?.n, seen?.n]).toEqual([1, 0]);
  });

  it('is separate from the next one', async () => {
    const other = await freshDatabase();
    const sql = postgres(other.ownerUrl, { max: 1 });
    try {
      await sql`create table only_here (x int)`;
      const found = await owner`select 1 from pg_class where relname = 'only_here'`;
      expect(found).toHaveLength(0);
    } finally {
      await sql.end();
      await other.drop();
    }
  });
});

/** The least that a workspace needs, read from the catalogue so that a new column does not break this test. */
async function workspaceRow(owner: postgres.Sql): Promise<Record<string, string>> {
  const columns = await owner<{ name: string; type: string }[]>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'public' and table_name = 'workspaces' and is_nullable = 'NO' and column_default is null`;
  const filler = (type: string) => (type.startsWith('timestamp') ? '2026-01-01T00:00:00Z' : '1');
  return Object.fromEntries(columns.map(({ name, type }) => [name, filler(type)]));
}

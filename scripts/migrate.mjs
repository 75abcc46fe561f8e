import { createHmac } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { root } from './install.mjs';

const ROLE = 'headroom_app';
const LOCK = 4_207_261; // any number, the same for every starter of Headroom
const NOT_PERMITTED = '42501';
const quiet = { max: 1, onnotice: () => undefined };

/**
 * Brings the database of the owner's address to the newest schema, once however many processes start together, and gives
 * the application its own role, which is no superuser, obeys row-level security and is a member of nothing.
 */
export async function migrate(url) {
  const sql = postgres(url, quiet);
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    // The role comes first: the migrations grant to it, and a missing right to create it gets a message of its own.
    await ensureRole(sql, url);
    await applyMigrations(drizzle(sql), { migrationsFolder: path.join(root, 'db', 'migrations') });
    const [{ name }] = await sql`select current_database() as name`;
    await sql`grant connect on database ${sql(name)} to ${sql(ROLE)}`;
  } finally {
    await sql.end();
  }
}

/** The address of the application's role for an owner's address; lib/platform/env.ts derives the same. */
export function appUrl(ownerUrl) {
  const url = new URL(ownerUrl);
  url.username = ROLE;
  url.password = createHmac('sha256', decodeURIComponent(new URL(ownerUrl).password))
    .update(ROLE)
    .digest('hex');
  return url.href;
}

async function ensureRole(sql, ownerUrl) {
  try {
    const known = await sql`select 1 from pg_roles where rolname = ${ROLE}`;
    if (known.length === 0) await sql`create role ${sql(ROLE)} nologin nosuperuser nobypassrls`;
    if (!(await canSignIn(ownerUrl))) {
      // A password cannot be a parameter here; this one is hexadecimal.
      await sql.unsafe(`alter role ${ROLE} login password '${new URL(appUrl(ownerUrl)).password}'`);
    }
  } catch (error) {
    if (error.code !== NOT_PERMITTED) throw error;
    throw new Error(
      `The user of DATABASE_URL may not create or alter the role ${ROLE}: let it (ALTER ROLE … CREATEROLE), or use an owner that may`,
      { cause: error },
    );
  }
  await refusePower(sql);
}

async function canSignIn(ownerUrl) {
  const sql = postgres(appUrl(ownerUrl), { ...quiet, connect_timeout: 10 });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** A role that an administrator made by hand could see every workspace: do not start on it. */
async function refusePower(sql) {
  const [found] = await sql`
    select r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb as powerful,
      exists (select from pg_auth_members m where m.member = r.oid) as member
    from pg_roles r where r.rolname = ${ROLE}`;
  if (found?.powerful || found?.member) {
    throw new Error(
      `The role ${ROLE} must be no superuser, bypass no row-level security, create nothing and be a member of nothing`,
    );
  }
}

// A bundle that holds this module is not this command.
if (process.argv[1] === fileURLToPath(import.meta.url) && path.basename(process.argv[1]) === 'migrate.mjs') {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: there is no database to migrate');
  await migrate(url);
  console.log('migrated');
}

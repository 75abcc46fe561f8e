import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../scripts/migrate.mjs';
import { startPostgres } from '../../scripts/pg.mjs';
import { stopPostmaster } from '../../scripts/pg-postmaster.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

/** The migrated database that every test file copies; nobody connects to it during the tests, or it could not be copied. */
export const TEMPLATE = 'template_headroom';
const FOLDER = path.resolve('.data', 'test-pg');

/** One throw-away PostgreSQL for a run of the database tests. Servers that a killed run left behind are ended first. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await endLeftovers();
  const server = await startPostgres({
    dir: path.join(FOLDER, String(process.pid)),
    database: TEMPLATE,
    ephemeral: true,
  });
  // A SIGTERM ends vitest without its teardowns.
  process.once('SIGTERM', () => void server.stop().finally(() => process.exit(143)));
  try {
    await migrate(server.url);
    await seedClock(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('databaseUrl', server.url);
  return () => server.stop();
}

/** A database without its clock row sends nothing (design.md §2); a test that wants another clock updates the row. */
async function seedClock(url: string) {
  const sql = postgres(url, { max: 1 });
  try {
    await sql`insert into clock (id, mode, real_origin, app_origin, speed)
      select 1, 'real', now(), now(), 1 on conflict do nothing`;
  } finally {
    await sql.end();
  }
}

async function endLeftovers() {
  if (!existsSync(FOLDER)) return;
  const runs = new Set(readdirSync(FOLDER).map((name) => name.replace(/\..*$/, '')));
  for (const run of runs) {
    if (isAlive(Number(run))) continue;
    const dir = path.join(FOLDER, run);
    await stopPostmaster(dir);
    for (const file of [dir, `${dir}.secret`, `${dir}.log`]) rmSync(file, { recursive: true, force: true });
  }
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

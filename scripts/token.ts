// npm run token -- --role ROLE [--days 30]
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inWorkspace, openDatabase, outsideWorkspaces } from '../db/client';
import { readClock } from '../db/queries/clock';
import { insertAudit } from '../db/queries/outcomes';
import { firstWorkspaceId, insertToken } from '../db/queries/tokens';
import { ROLES } from '../lib/domain/access/roles';
import { appNow } from '../lib/domain/clock/app-clock';
import { newId } from '../lib/platform/ids';
import { newToken, TOKEN_DAYS, TOKEN_DAYS_MAX } from '../lib/services/tokens/new-token';
import { startPostgres } from './pg.mjs';

const USAGE = `usage: npm run token -- --role ${ROLES.join('|')} [--days 1-${TOKEN_DAYS_MAX}]`;
const options = z.object({
  role: z.enum(ROLES),
  days: z.coerce.number().int().min(1).max(TOKEN_DAYS_MAX).default(TOKEN_DAYS),
});

try {
  process.stdout.write(`${await makeToken(readOptions(process.argv.slice(2)))}\n`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Stores a token for the first workspace of the database and answers it; it can be read only here. */
async function makeToken({ role, days }: z.infer<typeof options>): Promise<string> {
  const server = process.env.DATABASE_URL ? null : await embeddedPostgres();
  const db = openDatabase(server?.url ?? process.env.DATABASE_URL ?? '', 1);
  try {
    const workspaceId = await outsideWorkspaces(db, firstWorkspaceId);
    if (workspaceId === null)
      throw new Error('This database has no workspace yet: start Headroom and set it up first.');
    const clock = await readClock(db);
    const at = appNow(clock, clock.realNow);
    const { id, token, hash } = newToken();
    await inWorkspace(db, workspaceId, async (tx) => {
      await insertToken(tx, { workspaceId, id, name: 'npm run token', role, hash, createdBy: null, days });
      const by = { actorKind: 'system', actorId: 'npm run token' } as const;
      const entry = { action: 'token.created', objectId: id, details: { role, days } };
      await insertAudit(tx, { workspaceId, id: newId('audit'), at, ...by, ...entry });
    });
    return token;
  } finally {
    await db.end();
    if (server !== null && !server.reused) await server.stop();
  }
}

/** The embedded database of DATA_DIR, or the demo's when only that runs; one that does not run is started meanwhile. */
async function embeddedPostgres() {
  const dataDir = path.resolve(process.env.DATA_DIR || '.data');
  const made = [path.join(dataDir, 'pg'), path.join(dataDir, 'demo', 'pg')].filter((dir) =>
    existsSync(path.join(dir, 'PG_VERSION')),
  );
  const dir = made.find(isServed) ?? made[0];
  if (dir === undefined)
    throw new Error(`There is no database below ${dataDir}: run "npm run demo" first, or set DATABASE_URL.`);
  return startPostgres({ dir });
}

/** Whether the process that a cluster's pid file names is there; a killed server leaves the file behind. */
function isServed(dir: string): boolean {
  try {
    const pid = Number(readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dir);
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function readOptions(args: string[]): z.infer<typeof options> {
  try {
    const { values } = parseArgs({ args, options: { role: { type: 'string' }, days: { type: 'string' } } });
    return options.parse(values);
  } catch {
    throw new Error(USAGE);
  }
}

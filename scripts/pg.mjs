import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { accountsFor } from './pg-accounts.mjs';
import { postgresBinaries } from './pg-binaries.mjs';
import { forgetPostmaster, readPostmaster, servesCluster, stopPostmaster } from './pg-postmaster.mjs';
import { freePort } from './ports.mjs';

const OWNER = 'postgres';
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_min_messages: 'warning',
  max_connections: '100',
};
// A cluster for tests dies with its run, so nothing in it has to survive a power cut.
const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '256MB' };

/**
 * A running server for the cluster in `dir`, made when it is new, found when it already runs (after a `kill -9` of its
 * starter, too), recovered when it was killed itself. It listens on loopback only and `database` exists.
 * `stop()` ends it cleanly; an `ephemeral` cluster is also deleted. `settings` of the server win over ours.
 */
export async function startPostgres(options) {
  const { dir, database = 'headroom', port, ephemeral = false, settings = {}, timeoutMs = 60_000 } = options;
  const cluster = {
    dir: path.resolve(dir),
    secretFile: `${path.resolve(dir)}.secret`,
    logFile: `${path.resolve(dir)}.log`,
    ephemeral,
    settings,
    binaries: await postgresBinaries(),
  };
  mkdirSync(path.dirname(cluster.dir), { recursive: true });
  const account = existsSync(path.join(cluster.dir, 'PG_VERSION')) ? accountsFor(cluster.dir)[0] : create(cluster);
  if (!existsSync(cluster.secretFile)) {
    throw new Error(
      `${cluster.secretFile} holds the password of ${cluster.dir} and is missing: restore it, or delete both`,
    );
  }
  cluster.password = readFileSync(cluster.secretFile, 'utf8').trim();
  const started = await bringUp(cluster, account, port, Date.now() + timeoutMs);
  await ensureDatabase(urlOf(cluster, started.port, OWNER), database);
  const stop = async () => {
    await stopPostmaster(cluster.dir);
    if (!ephemeral) return;
    for (const file of [cluster.dir, cluster.secretFile, cluster.logFile])
      rmSync(file, { recursive: true, force: true });
  };
  return { ...started, url: urlOf(cluster, started.port, database), account: account.label, stop };
}

/** Initialises the cluster with the first identity that works, and says which. */
function create(cluster) {
  const password = randomBytes(24).toString('hex');
  const failures = [];
  for (const account of accountsFor(cluster.dir)) {
    const passwordFile = path.join(tmpdir(), `headroom-initdb-${randomBytes(8).toString('hex')}`);
    writeFileSync(passwordFile, password, { mode: 0o600, flag: 'wx' });
    rmSync(cluster.dir, { recursive: true, force: true });
    mkdirSync(cluster.dir, { mode: 0o700 });
    if (account.ids) for (const file of [cluster.dir, passwordFile]) chownSync(file, account.ids.uid, account.ids.gid);
    const { command, args, options } = account.wrap(cluster.binaries.initdb, initArguments(cluster, passwordFile));
    const result = spawnSync(command, args, { ...options, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
    rmSync(passwordFile, { force: true });
    if (result.status === 0) {
      writeFileSync(cluster.secretFile, password, { mode: 0o600 });
      return account;
    }
    failures.push(`as ${account.label}: ${(result.stderr || String(result.error)).trim()}`);
    rmSync(cluster.dir, { recursive: true, force: true });
  }
  throw new Error(`The embedded PostgreSQL could not be initialised\n${failures.join('\n')}`);
}

function initArguments(cluster, passwordFile) {
  // The built-in locale needs no locale of the operating system and sorts alike everywhere.
  const locale = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['-U', OWNER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  return ['-D', cluster.dir, ...access, ...locale, '--no-instructions', ...(cluster.ephemeral ? ['--no-sync'] : [])];
}

/**
 * Waits until the server answers a query, starting it when none runs. Only a query counts: after a `kill -9` the pid file
 * still says "ready", and the backends of the dead server may hold the shared memory for a moment, hence the repeats.
 */
async function bringUp(cluster, account, wantedPort, deadline) {
  let child;
  for (let starts = 0; Date.now() < deadline; await sleep(starts > 1 ? 250 : 20)) {
    const found = readPostmaster(cluster.dir);
    if (found && servesCluster(found.pid, cluster.dir)) {
      if (found.ready && (await answers(cluster, found.port)))
        return { pid: found.pid, port: found.port, reused: !child };
    } else if (!child || child.exitCode !== null || child.signalCode !== null) {
      starts += 1;
      if (starts > 20) break;
      if (found) forgetPostmaster(cluster.dir);
      child = launch(cluster, account, wantedPort ?? (await freePort()));
    }
  }
  const log = existsSync(cluster.logFile) ? readFileSync(cluster.logFile, 'utf8').slice(-1500) : '';
  throw new Error(`PostgreSQL did not start; the end of ${cluster.logFile}:\n${log}`);
}

function launch(cluster, account, port) {
  const settings = Object.entries({ ...SETTINGS, ...(cluster.ephemeral ? THROWAWAY : {}), ...cluster.settings });
  const flags = [
    '-D',
    cluster.dir,
    '-p',
    String(port),
    ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const { command, args, options } = account.wrap(cluster.binaries.postgres, flags);
  const log = openSync(cluster.logFile, 'a', 0o600);
  // In a process group of its own: Ctrl-C reaches the launcher only, which ends PostgreSQL after its clients.
  const child = spawn(command, args, {
    ...options,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C' },
  });
  child.on('error', () => undefined); // the loop above sees that nothing runs
  child.unref();
  closeSync(log);
  return child;
}

async function answers(cluster, port) {
  const sql = postgres(urlOf(cluster, port, OWNER), { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    if (error.code === '28P01') throw new Error(`${cluster.secretFile} does not fit ${cluster.dir}`, { cause: error });
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function ensureDatabase(adminUrl, database) {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`;
    if (found.length === 0) await sql`create database ${sql(database)}`;
  } finally {
    await sql.end();
  }
}

function urlOf(cluster, port, database) {
  return `postgres://${OWNER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

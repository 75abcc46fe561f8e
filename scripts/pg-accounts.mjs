import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * The ways in which a cluster in `dir` may be run, best first. PostgreSQL refuses to be root, so root gives it another
 * identity: a folder's own (non-root) owner, else a user namespace (its files stay root's and it can live below a 0700
 * home), else the account `postgres` or `nobody`. A cluster that exists is run by the identity that owns its files.
 */
export function accountsFor(dir) {
  if (process.platform === 'win32' || process.getuid() !== 0) return [asMyself];
  if (existsSync(path.join(dir, 'PG_VERSION'))) {
    const { uid, gid } = statSync(dir);
    return present([uid === 0 ? inNamespace() : asUser({ uid, gid })]);
  }
  const { uid, gid } = statSync(path.dirname(dir));
  return present([
    uid !== 0 && asUser({ uid, gid }),
    inNamespace(),
    asUser(idsOf('postgres')),
    asUser(idsOf('nobody')),
  ]);
}

const asMyself = { label: 'this user', wrap: (command, args) => ({ command, args, options: {} }) };

function asUser(ids) {
  return ids && { label: `uid ${ids.uid}`, ids, wrap: (command, args) => ({ command, args, options: ids }) };
}

function inNamespace() {
  const flags = ['-U', '--map-user=65534', '--map-group=65534'];
  if (spawnSync('unshare', [...flags, 'true'], { stdio: 'ignore' }).status !== 0) return undefined;
  return {
    label: 'a user namespace',
    // unshare replaces itself by the command, so its pid is the server's.
    wrap: (command, args) => ({ command: 'unshare', args: [...flags, command, ...args], options: {} }),
  };
}

function idsOf(name) {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

function present(list) {
  const found = list.filter(Boolean);
  if (found.length === 0)
    throw new Error('No identity to run PostgreSQL with: start as an ordinary user, or set DATABASE_URL');
  return found;
}

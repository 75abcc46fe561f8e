import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endGroup, identityOf } from './process-identity.mjs';

/**
 * The record of what a data folder's launcher runs (`stack.json`), so that the next launcher can end what a `kill -9` left
 * behind. Opening it refuses while another launcher runs, and ends orphans first: only a process whose pid and start agree
 * with the record is one.
 */
export async function openRecord(dataDir, log) {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'stack.json');
  const running = readRecord(file);
  if (running && isStill(running.launcher)) {
    throw new Error(
      `Headroom already runs on ${dataDir} (process ${running.launcher.pid}): stop it, or set another DATA_DIR`,
    );
  }
  await endOrphans(dataDir, log);
  const launcher = { pid: process.pid, identity: identityOf(process.pid) };
  const children = new Map();
  const save = () => {
    // Written beside and renamed: a launcher killed here leaves the old record or the new one, never half of one.
    writeFileSync(`${file}.new`, JSON.stringify({ launcher, children: Object.fromEntries(children) }, null, 2));
    renameSync(`${file}.new`, file);
  };
  save();
  return {
    set(name, pid) {
      children.set(name, { pid, identity: identityOf(pid) });
      save();
    },
    remove(name) {
      children.delete(name);
      save();
    },
    close: () => rmSync(file, { force: true }),
  };
}

/** Ends the processes that a dead launcher of this data folder recorded, except PostgreSQL, which the next start takes over. */
export async function endOrphans(dataDir, log = () => undefined) {
  const record = readRecord(path.join(dataDir, 'stack.json'));
  if (!record || isStill(record.launcher)) return;
  for (const name of ['web', 'runner', 'simulator']) {
    const child = record.children[name];
    if (!child || !isStill(child)) continue;
    log(`ending ${name} (process ${child.pid}), which an earlier launcher left behind`);
    await endGroup(child.pid);
  }
}

function isStill({ pid, identity }) {
  return identity !== undefined && identityOf(pid) === identity;
}

function readRecord(file) {
  if (!existsSync(file)) return undefined;
  try {
    const record = JSON.parse(readFileSync(file, 'utf8'));
    return record.launcher && record.children ? record : undefined;
  } catch {
    return undefined;
  }
}

// Plain Node: nothing here may import a package, because it runs before any package is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, wherever the script was started from. */
export const root = path.resolve(fileURLToPath(new URL('..', import.meta.url)));

/**
 * Installs the locked packages when they are missing or when the lock file changed since the last install.
 * Returns whether it did; throws when Node is too old or npm fails.
 */
export function ensureInstalled(log = console.log) {
  requireNode(20, 19);
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.installed-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return false;
  if (installedMatches()) {
    writeFileSync(stamp, lock);
    return false;
  }
  log('installing packages (npm ci) …');
  const windows = process.platform === 'win32';
  // NODE_ENV=production in the caller's environment would leave out what the build needs.
  const npm = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (npm.status !== 0) throw new Error(`npm ci failed (${npm.status ?? npm.signal ?? npm.error?.message})`);
  writeFileSync(stamp, lock);
  return true;
}

/**
 * Whether someone else's `npm ci` or `npm install` already put every locked package there: `npm ci` starts by deleting all
 * of them, under the feet of whatever runs. Optional packages are those of other platforms and may be missing.
 */
function installedMatches() {
  const have = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  const want = packagesOf(path.join(root, 'package-lock.json'));
  return Object.entries(want).every(([folder, { version, optional }]) => {
    if (folder === '') return true;
    if (!have[folder]) return optional === true;
    return have[folder].version === version && existsSync(path.join(root, folder));
  });
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  throw new Error(`Node ${major}.${minor} or later is needed; this is ${process.version}`);
}

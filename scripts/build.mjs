import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesBelow } from './files.mjs';
import { ensureInstalled, root } from './install.mjs';
import { runUntilStopped } from './lifetime.mjs';
import { packageProgram, runNode } from './steps.mjs';

const SOURCES = [
  ...['app', 'components', 'lib', 'inngest', 'db', 'public'],
  ...['proxy.ts', 'instrumentation.ts', 'next.config.mjs', 'postcss.config.mjs', 'tsconfig.json', 'package-lock.json'],
];
const TESTS = /\.test\.tsx?$|^db\/(testing|migrations)\//;

/** Builds the web application when what it is built from differs from what the last build was made of. Returns whether it did. */
export async function ensureBuilt({ signal, log = console.log, always = false } = {}) {
  const stamp = path.join(root, '.next', '.source-hash');
  const before = sourceHash();
  if (!always && existsSync(stamp) && readFileSync(stamp, 'utf8') === before) return false;
  log('building …');
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const { code } = await runNode([packageProgram('next', 'dist', 'bin', 'next'), 'build'], { env, signal });
  if (code !== 0) throw new Error(`next build failed (${code})`);
  // The hash from before: a file that changed during the build makes the next start build again.
  writeFileSync(stamp, before);
  return true;
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const file of filesBelow(SOURCES)) {
    if (!TESTS.test(file)) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runUntilStopped(async (signal) => {
    ensureInstalled();
    await ensureBuilt({ signal, always: true });
  });
}

import { fileURLToPath } from 'node:url';
import { checkBoundaries } from './check-boundaries.mjs';
import { checkDocumentPaths, checkFileLengths, checkFileNames } from './check-files.mjs';
import { ensureInstalled, root } from './install.mjs';
import { runUntilStopped } from './lifetime.mjs';
import { packageProgram, runNode } from './steps.mjs';

/** Runs every check that needs no database, also after one failed, and returns how many passed and failed. */
export async function verify({ signal } = {}) {
  const checks = {
    'format and lint': () => succeeds([[packageProgram('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']], signal),
    boundaries: () => checkBoundaries(signal),
    types: () =>
      succeeds(
        [
          [packageProgram('next', 'dist', 'bin', 'next'), 'typegen'],
          [packageProgram('typescript', 'bin', 'tsc'), '--noEmit'],
        ],
        signal,
      ),
    'file names': checkFileNames,
    'file lengths': checkFileLengths,
    'paths in README and AGENTS': checkDocumentPaths,
  };
  const counts = { passed: 0, failed: 0 };
  for (const [name, check] of Object.entries(checks)) {
    signal?.throwIfAborted();
    const problems = await check();
    counts[problems.length === 0 ? 'passed' : 'failed'] += 1;
    console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    for (const problem of problems) console.log(`       ${problem}`);
  }
  return counts;
}

async function succeeds(commands, signal) {
  for (const args of commands) {
    const { code, output } = await runNode(args, {
      capture: true,
      signal,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    });
    if (code !== 0) return output.trim().split('\n');
  }
  return [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runUntilStopped(async (signal) => {
    process.chdir(root);
    ensureInstalled();
    const { failed } = await verify({ signal });
    if (failed > 0) process.exitCode = 1;
  });
}

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runUntilStopped } from './lifetime.mjs';
import { packageProgram, runNode } from './steps.mjs';

const REPORTS = path.join(root, '.data', 'reports');
const total = { passed: 0, failed: 0 };

await runUntilStopped(async (signal) => {
  process.chdir(root);
  try {
    ensureInstalled();
    mkdirSync(REPORTS, { recursive: true });
    await runStages(signal);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    total.failed += 1;
  }
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
  console.log(`${total.passed} passed, ${total.failed} failed`);
});

/** Each stage needs the one before: a browser test of code that does not type-check tells nothing. */
async function runStages(signal) {
  const { verify } = await import('./verify.mjs');
  const { ensureBuilt } = await import('./build.mjs');
  const { ensureChromium } = await import('./chromium.mjs');
  const stages = {
    verify: () => verify({ signal }),
    'unit and database tests': () => vitest(signal),
    build: async () => {
      await ensureBuilt({ signal });
      return { passed: 0, failed: 0 };
    },
    'browser tests': async () => {
      const { executablePath, from } = await ensureChromium();
      console.log(`Chromium of ${from}${executablePath ? `: ${executablePath}` : ''}`);
      return playwright(signal);
    },
  };
  for (const [name, stage] of Object.entries(stages)) {
    signal.throwIfAborted();
    console.log(`\n— ${name}`);
    const { passed, failed } = await stage();
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) return;
  }
}

async function vitest(signal) {
  const file = freshReport('vitest.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runNode([packageProgram('vitest', 'vitest.mjs'), ...args], { signal });
  const report = readReport(file);
  return counted(code, report?.numPassedTests, report?.numFailedTests);
}

async function playwright(signal) {
  const file = freshReport('playwright.json');
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const args = ['test', '--reporter=list,json'];
  const { code } = await runNode([packageProgram('@playwright', 'test', 'cli.js'), ...args], { signal, env });
  const stats = readReport(file)?.stats;
  return counted(code, stats && stats.expected + stats.flaky, stats?.unexpected);
}

/** A run that ended badly without a failed test (a file that does not load, a crash), or that ran none, failed. */
function counted(code, passed = 0, failed = 0) {
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

function freshReport(name) {
  const file = path.join(REPORTS, name);
  rmSync(file, { force: true });
  return file;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

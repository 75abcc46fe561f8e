import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { runNode } from './steps.mjs';

/**
 * Fills a running stack with the demo's workspace (scripts/seed-demo.ts, which prints the sign-ins and, given
 * `signInsFile`, writes them there as JSON). Returns whether the seed exists; throws when it fails.
 */
export async function seedDemo({ stack, signInsFile, signal, log = console.log }) {
  const script = 'scripts/seed-demo.ts';
  if (!existsSync(path.join(root, script))) {
    log(`${script} does not exist: the workspace stays empty`);
    return false;
  }
  mkdirSync(path.dirname(signInsFile), { recursive: true });
  const env = {
    ...stack.env,
    HEADROOM_URL: stack.url,
    SIMULATOR_URL: stack.simulator?.url ?? '',
    SIMULATOR_KEY: stack.simulator?.key ?? '',
  };
  const { code } = await runNode(['--import', 'tsx', script, '--sign-ins', signInsFile], { env, signal });
  if (code !== 0) throw new Error(`the demo's seed failed (${code})`);
  return true;
}

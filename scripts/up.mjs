// node scripts/up.mjs dev | start
import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runUntilStopped, stopRequested } from './lifetime.mjs';
import { unsafeSettings } from './safe-start.mjs';
import { hasKeptSecrets } from './secrets.mjs';

await runUntilStopped(async (signal) => {
  const mode = process.argv[2];
  if (mode !== 'dev' && mode !== 'start') throw new Error('usage: node scripts/up.mjs dev|start');
  process.chdir(root);
  if (mode === 'start') refuseEarly();
  ensureInstalled();
  // Imported only now: these need the packages.
  const { startStack } = await import('./stack.mjs');
  if (mode === 'start') {
    const { ensureBuilt } = await import('./build.mjs');
    await ensureBuilt({ signal });
  }
  const controller = new AbortController();
  signal.addEventListener('abort', () => controller.abort());
  const onGiveUp = () => {
    process.exitCode = 1;
    controller.abort();
  };
  const stack = await startStack({ mode, signal: controller.signal, onGiveUp });
  await stopRequested(controller.signal);
  await stack.stop();
});

/** Before minutes of installing and building: settings that will not do are not going to get better. */
function refuseEarly() {
  const dataDir = path.resolve(process.env.DATA_DIR || '.data');
  const reasons = unsafeSettings(process.env, { keptSecrets: hasKeptSecrets(dataDir) });
  if (reasons.length > 0)
    throw new Error(`Headroom does not start like this:\n${reasons.map((line) => `  ${line}`).join('\n')}`);
}

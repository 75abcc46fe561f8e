import path from 'node:path';
import { ensureInstalled, root } from './install.mjs';
import { runUntilStopped, stopRequested } from './lifetime.mjs';

const SPEED = 60;

await runUntilStopped(async (signal) => {
  process.chdir(root);
  ensureInstalled();
  // Imported only now: these need the packages.
  const { ensureBuilt } = await import('./build.mjs');
  const { demoStart } = await import('./clock.mjs');
  const { seedDemo } = await import('./seed.mjs');
  const { startStack } = await import('./stack.mjs');
  await ensureBuilt({ signal });
  const controller = new AbortController();
  signal.addEventListener('abort', () => controller.abort());
  const dataDir = path.resolve(process.env.DATA_DIR || '.data', 'demo');
  const stack = await startStack({
    mode: 'demo',
    dataDir,
    clockStart: process.env.CLOCK_START || demoStart(new Date()).toISOString(),
    clockSpeed: Number(process.env.CLOCK_SPEED || SPEED),
    signal: controller.signal,
    onGiveUp: () => {
      process.exitCode = 1;
      controller.abort();
    },
  });
  try {
    await seedDemo({ stack, signInsFile: path.join(dataDir, 'sign-ins.json'), signal: controller.signal });
    console.log(`\nOpen ${stack.env.APP_URL}   (Ctrl-C stops everything)`);
    await stopRequested(controller.signal);
  } finally {
    await stack.stop();
  }
});

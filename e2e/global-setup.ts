import { rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt } from '../scripts/build.mjs';
import { demoStart } from '../scripts/clock.mjs';
import { stopPostmaster } from '../scripts/pg-postmaster.mjs';
import { seedDemo } from '../scripts/seed.mjs';
import { startStack } from '../scripts/stack.mjs';
import { endOrphans } from '../scripts/stack-record.mjs';

const SPEED = 300;

/**
 * A seeded Headroom of its own for the browser tests, on an empty data folder at 300 times real time. Exports its address
 * as HEADROOM_E2E_URL, its sign-ins in `.data/e2e/sign-ins.json`, the simulator as HEADROOM_E2E_SIMULATOR_URL and _KEY.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = path.resolve('.data', 'e2e');
  await endOrphans(dataDir);
  await stopPostmaster(path.join(dataDir, 'pg'));
  rmSync(dataDir, { recursive: true, force: true });
  await ensureBuilt();
  const stack = await startStack({
    mode: 'e2e',
    dataDir,
    port: 0,
    clockStart: demoStart(new Date()).toISOString(),
    clockSpeed: SPEED,
    log: (line) => console.log(`[e2e] ${line}`),
  });
  // Playwright runs the teardown after Ctrl-C and dies at once of a SIGTERM, which would leave the stack behind.
  process.once('SIGTERM', () => void stack.stop().finally(() => process.exit(143)));
  try {
    await seedDemo({ stack, signInsFile: path.join(dataDir, 'sign-ins.json') });
  } catch (error) {
    await stack.stop();
    throw error;
  }
  process.env.HEADROOM_E2E_URL = stack.url;
  process.env.HEADROOM_E2E_SIMULATOR_URL = stack.simulator?.url ?? '';
  process.env.HEADROOM_E2E_SIMULATOR_KEY = stack.simulator?.key ?? '';
  return () => stack.stop();
}

import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const chromium = await findChromium();
// Chromium's sandbox cannot be used by root.
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const quiet = [
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
];

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/global-setup.ts',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  timeout: 60_000,
  // A page of 300 rows may take longer than the usual five seconds to wake up on a busy machine.
  expect: { timeout: 20_000 },
  // Pictures are for people who look at pages they have changed; they cost a run most of a minute.
  metadata: { pictures: process.env.PICTURES !== undefined },
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    // Set by the global setup, which runs before a worker reads this file.
    baseURL: process.env.HEADROOM_E2E_URL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: chromium?.executablePath, args: [...quiet, ...asRoot] },
  },
});

// A Chromium for the browser tests: found on the machine, or installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The browser to test with: CHROMIUM_PATH, else Playwright's own, else the machine's; undefined when there is none.
 * `executablePath` is undefined for Playwright's own, which it finds itself.
 */
export async function findChromium() {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!executable(chosen)) throw new Error(`CHROMIUM_PATH is ${chosen}, which is not a program`);
    return { executablePath: chosen, from: 'CHROMIUM_PATH' };
  }
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return { executablePath: undefined, from: 'Playwright' };
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  const places = [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...FIXED];
  const system = places.find((place) => executable(place) && starts(place));
  return system ? { executablePath: system, from: 'this machine' } : undefined;
}

/** As findChromium, but installs one where there is none: Playwright's download, then Debian's package when root. */
export async function ensureChromium(log = console.log) {
  const tried = [];
  for (const attempt of [undefined, ...installers()]) {
    if (attempt) tried.push(...attempt.map((command) => run(command, log)));
    const found = await findChromium();
    if (found) return found;
  }
  throw new Error(
    [
      'There is no Chromium to test with. Tried:',
      ...tried.map((line) => `  ${line}`),
      'Install one (Debian: apt-get install chromium; macOS: brew install --cask google-chrome) or set CHROMIUM_PATH.',
    ].join('\n'),
  );
}

function installers() {
  const list = [];
  if (process.env.SKIP_PLAYWRIGHT_DOWNLOAD !== '1') list.push([['npx', 'playwright', 'install', 'chromium']]);
  if (process.platform === 'linux' && process.getuid() === 0 && executable('/usr/bin/apt-get')) {
    // Another apt may hold the lock for minutes on a machine that was just made.
    const apt = ['apt-get', '-q', '-o', 'DPkg::Lock::Timeout=300'];
    list.push([
      [...apt, 'update'],
      [...apt, 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    ]);
  }
  return list;
}

function run([command, ...args], log) {
  const line = [command, ...args].join(' ');
  log(`getting a browser: ${line}`);
  const result = spawnSync(command, args, {
    stdio: 'inherit',
    timeout: 600_000,
    shell: process.platform === 'win32',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
  });
  return `${line}: ${result.status ?? result.signal ?? result.error?.message}`;
}

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A wrapper of a removed or foreign package is executable and still does not start. */
function starts(file) {
  return spawnSync(file, ['--version'], { timeout: 20_000 }).status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await ensureChromium());

import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './install.mjs';
import { endGroup } from './process-identity.mjs';

const MAX_LOG_BYTES = 20_000_000;
const MAX_FAILURES = 6;
const CALM_MS = 60_000;

/**
 * A child process that is kept running: `start()` resolves when it is ready, an unexpected end is followed by a restart
 * after 0.5 s, 1 s, 2 s …, and after six failures in a row by `onGiveUp`; a child that became ready and ran for
 * `calmMs` has not failed "again".
 * `stop()` ends it and its children for good.
 * Its output goes to `logFile`, not through a pipe, so that it survives a launcher killed with -9 long enough to be ended.
 */
export function supervise({
  name,
  args,
  env,
  logFile,
  show = false,
  isReady,
  readyMs = 120_000,
  calmMs = CALM_MS,
  log,
  onPid,
  onGiveUp,
}) {
  let child;
  let stopping = false;
  let failures = 0;

  async function start() {
    const offset = openLog(logFile);
    const out = openSync(logFile, 'a', 0o600);
    child = spawn(process.execPath, args, {
      cwd: root,
      env,
      detached: true, // Ctrl-C at the terminal reaches the launcher only, which stops its children in order
      stdio: ['ignore', show ? 'inherit' : out, show ? 'inherit' : out],
    });
    closeSync(out);
    const started = child;
    const bornAt = Date.now();
    onPid(started.pid);
    const ended = new Promise((resolve) => started.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`)));
    let ready = false;
    const gone = ended.then((how) => {
      if (stopping) return;
      if (ready && Date.now() - bornAt > calmMs) failures = 0;
      if (ready) void restart(how);
      throw new Error(`${name} ended (${how})${tail(logFile, offset, show)}`);
    });
    gone.catch(() => undefined); // after readiness nobody waits for it
    await Promise.race([gone, waitUntilReady(offset)]);
    ready = true;
  }

  async function waitUntilReady(offset) {
    const read = () => (show ? '' : readFileSync(logFile).subarray(offset).toString('utf8'));
    for (const deadline = Date.now() + readyMs; Date.now() < deadline && !stopping; await sleep(50)) {
      if (await isReady(read)) return;
    }
    if (stopping) return;
    await endGroup(child.pid);
    throw new Error(`${name} was not ready after ${readyMs / 1000} s${tail(logFile, offset, show)}`);
  }

  async function restart(how) {
    for (let reason = how; !stopping; ) {
      failures += 1;
      if (failures > MAX_FAILURES)
        return onGiveUp(new Error(`${name} ended ${failures} times in a row (${reason}); giving up`));
      const delayMs = Math.min(500 * 2 ** (failures - 1), 10_000);
      log(`${name} ended (${reason}): starting it again in ${delayMs / 1000} s`);
      await sleep(delayMs);
      if (stopping) return;
      try {
        await start();
        log(`${name} runs again (process ${child.pid})`);
        return;
      } catch (error) {
        reason = error.message.split('\n')[0];
      }
    }
  }

  async function stop(graceMs) {
    stopping = true;
    if (child && child.exitCode === null && child.signalCode === null) await endGroup(child.pid, graceMs);
  }

  return { start, stop, pid: () => child?.pid };
}

/** The readiness of a child that prints `{"ready":true,…}` on a line of its own. */
export function printsReady(read) {
  return read()
    .split('\n')
    .some((line) => line.startsWith('{"ready":true'));
}

/** The readiness of a web server: it answers at all. 503 means that it runs and something it needs does not yet. */
export function answersAt(url) {
  return async () => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(20_000), redirect: 'manual' });
      await response.arrayBuffer();
      return response.status < 500 || response.status === 503;
    } catch {
      return false;
    }
  };
}

function openLog(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) return 0;
  if (statSync(file).size > MAX_LOG_BYTES) truncateSync(file, 0);
  return statSync(file).size;
}

function tail(file, offset, shown) {
  if (shown) return '';
  const text = readFileSync(file).subarray(offset).toString('utf8').slice(-2_000).trim();
  return text ? `; the end of ${file}:\n${text}` : '';
}

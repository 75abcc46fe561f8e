import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { TestApp } from './app';
import { EVENT_KEY, SIGNING_KEY } from './app';

const READY_MS = 30_000;

/** The runner as a process of its own, as the launcher starts it. */
export interface RunnerProcess {
  pid: number;
  /** Resolves with the exit code, or null after a signal. */
  ended: Promise<number | null>;
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** Starts the runner's process and waits until it says that it is ready. */
export async function startProcess(app: TestApp, databaseUrl: string): Promise<RunnerProcess> {
  const flags = {
    '--port': String(app.runnerPort),
    '--database-url': databaseUrl,
    '--app-url': app.url,
    '--event-key': EVENT_KEY,
    '--signing-key': SIGNING_KEY,
  };
  const main = path.resolve('inngest/local/main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...Object.entries(flags).flat()], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  await isReady(child, ended);
  return {
    pid: child.pid ?? 0,
    ended,
    kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

function isReady(child: ChildProcess, ended: Promise<number | null>): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (why: string) => {
      child.kill('SIGKILL');
      reject(new Error(`the runner ${why}: ${text.slice(-2_000)}`));
    };
    const timer = setTimeout(() => fail('was not ready in time'), READY_MS);
    const read = (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (!text.includes('{"ready":true')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void ended.then((code) => fail(`ended with ${code}`));
  });
}

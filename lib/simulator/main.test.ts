import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const KEY = 'test-key-123456';
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'simulator-main-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

function run(...args: string[]): ChildProcess {
  const main = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function start(...more: string[]) {
  const child = run('--port', '0', '--key', KEY, '--data', dataDir, '--seed', '7', ...more);
  if (child.stdout === null) throw new Error('no stdout');
  const [line] = await once(child.stdout, 'data');
  const ready = JSON.parse(String(line));
  expect(ready).toEqual({ ready: true, port: expect.any(Number) });
  return { child, base: `http://127.0.0.1:${ready.port}` };
}

async function call(base: string, path: string, body?: unknown) {
  const headers = { 'x-api-key': KEY, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  return (await fetch(`${base}${path}`, init)).json();
}

describe('the simulator as a process', () => {
  it('goes on after kill -9 and ends with 0 on SIGTERM', { timeout: 30_000 }, async () => {
    const first = await start();
    await call(first.base, '/_sim/clock', { now: '2026-01-05T09:00:00Z', speed: 1 });
    await call(first.base, '/_sim/accounts', { id: 'acc_one', name: 'Ana Test', tier: 'premium' });
    await call(first.base, '/v2/acc_one/users/jane-doe-77');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await start();
    expect(await call(second.base, '/_sim/status')).toMatchObject({ accounts: 1, ledgerSeq: 1 });
    second.child.kill('SIGTERM');
    expect(await once(second.child, 'exit')).toEqual([0, null]);
  });

  it('follows the clock of the app', { timeout: 30_000 }, async () => {
    const health = createServer((_, response) => {
      response.end(JSON.stringify({ status: 'ok', clock: { now: '2030-06-01T00:00:00.000Z', speed: 60 } }));
    });
    await new Promise<void>((resolve) => health.listen(0, '127.0.0.1', resolve));
    const address = health.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const { base } = await start('--clock-url', `http://127.0.0.1:${port}/api/health`);
    let now = '';
    for (let round = 0; round < 100 && !now.startsWith('2030-06-01T00:'); round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 30));
      now = (await call(base, '/_sim/status')).now;
    }
    health.closeAllConnections();
    health.close();
    expect(now).toMatch(/^2030-06-01T00:/);
  });

  it('refuses wrong arguments and names them', { timeout: 30_000 }, async () => {
    const child = run('--port', 'x', '--key', 'short');
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    expect(await once(child, 'close')).toEqual([1, null]);
    for (const name of ['--port', '--key', '--data']) expect(said).toContain(name);
  });
});

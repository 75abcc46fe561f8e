import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../../db/client';
import { openDatabase } from '../../../db/client';
import { LEDGER_LINE, type LedgerLine } from '../../../lib/simulator/ledger';
import { bundleWorker } from '../bundle-worker';
import {
  type ProductProcess,
  startProduct,
  startWorker,
  type WorkerProcess,
  type WorkerSettings,
} from './worker-process';

const KEY = 'kill-matrix-key';
const WEBHOOK_SECRET = 'kill-matrix-webhook-secret';
const READY = z.object({ ready: z.boolean(), port: z.number() });
const LEDGER = z.object({ items: z.array(LEDGER_LINE) });

/** PostgreSQL, the provider's simulator in a process of its own, and workers: everything that a cell needs. */
export interface KillStack {
  owner: Database;
  databaseUrl: string;
  providerUrl: string;
  /** A process whose traffic can be stopped. */
  startWorker(): Promise<WorkerProcess>;
  /** A process that nothing stands in the way of. */
  startProduct(): Promise<ProductProcess>;
  simulator(method: string, path: string, body?: object): Promise<unknown>;
  /** Sets the app's clock and the simulator's to `now`; both run on from there. */
  setClock(now: Date): Promise<void>;
  ledgerOf(providerAccountId: string): Promise<LedgerLine[]>;
  close(): Promise<void>;
}

/** Opens the stack on a migrated database of the caller's. */
export async function openKillStack(input: { ownerUrl: string; now: Date }): Promise<KillStack> {
  const dir = mkdtempSync(path.join(tmpdir(), 'kill-'));
  mkdirSync(path.join(dir, 'app'));
  const bundle = await bundleWorker({
    entry: path.join(import.meta.dirname, 'worker.ts'),
    outDir: path.join(dir, 'bundle'),
  });
  const simulator = await startSimulatorProcess(path.join(dir, 'simulator'));
  const providerUrl = `http://127.0.0.1:${simulator.port}`;
  const owner = openDatabase(input.ownerUrl, 4);
  const settings: WorkerSettings = {
    ...{ bundle, providerUrl, databaseUrl: input.ownerUrl, dataDir: path.join(dir, 'app') },
    providerKey: KEY,
    webhookSecret: WEBHOOK_SECRET,
  };
  const processes: ProductProcess[] = [];
  const keep = <Kind extends ProductProcess>(started: Kind): Kind => {
    processes.push(started);
    return started;
  };
  const stack: KillStack = {
    owner,
    databaseUrl: input.ownerUrl,
    providerUrl,
    startWorker: async () => keep(await startWorker(settings)),
    startProduct: async () => keep(await startProduct(settings)),
    async simulator(method, route, body) {
      const answer = await fetch(`${providerUrl}${route}`, {
        method,
        headers: { 'x-api-key': KEY, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? null : JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} ${route} answered ${answer.status}: ${await answer.text()}`);
      return answer.json();
    },
    async setClock(now) {
      await owner.orm.execute(sql`insert into clock (id, mode, real_origin, app_origin, speed)
        values (1, 'scaled', clock_timestamp(), ${now.toISOString()}::timestamptz, 1)
        on conflict (id) do update set mode = 'scaled', speed = 1, real_origin = excluded.real_origin, app_origin = excluded.app_origin`);
      await stack.simulator('POST', '/_sim/clock', { now: now.toISOString(), speed: 1 });
    },
    async ledgerOf(accountId) {
      const { items } = LEDGER.parse(await stack.simulator('GET', '/_sim/ledger'));
      return items.filter((line) => line.accountId === accountId);
    },
    async close() {
      await Promise.all(processes.map((one) => one.stop()));
      await owner.end();
      await simulator.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
  await stack.setClock(input.now);
  return stack;
}

/** The repository's simulator as `npm run demo` starts it; nobody accepts or answers by chance. */
async function startSimulatorProcess(dataDir: string): Promise<{ port: number; stop(): Promise<void> }> {
  const main = path.resolve(import.meta.dirname, '..', '..', '..', 'lib', 'simulator', 'main.ts');
  const args = ['--port', '0', '--key', KEY, '--data', dataDir, '--acceptance', '0', '--reply', '0'];
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  // A harness that fails must not leave it behind.
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    linesOf(child).on('line', (line) => resolve(READY.parse(JSON.parse(line)).port));
    void ended.then(() => reject(new Error('the simulator ended before it was ready')));
  });
  return {
    port,
    async stop() {
      process.removeListener('exit', killed);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function linesOf(child: ChildProcess) {
  if (child.stdout === null) throw new Error('a simulator without output');
  return createInterface({ input: child.stdout });
}

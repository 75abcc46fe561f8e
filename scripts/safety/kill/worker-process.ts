import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { startHttpProxy } from './http-proxy';
import { startPgProxy } from './pg-proxy';
import { createWatch, type Watch } from './watch';

const MESSAGE = z.object({
  ready: z.boolean().optional(),
  id: z.number().optional(),
  ok: z.boolean().optional(),
  value: z.unknown().optional(),
  error: z.string().optional(),
});

/** What a command came to; `died` when the process ended before it answered. */
export type Outcome = { kind: 'answered'; value: unknown } | { kind: 'failed'; error: string } | { kind: 'died' };

/** A real process of the product. */
export interface ProductProcess {
  /** Runs a verb of worker.ts. */
  run(verb: string, input: object): Promise<Outcome>;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves when the process has ended. */
  ended: Promise<void>;
  alive(): boolean;
  stop(): Promise<void>;
}

/** One behind proxies, so that its traffic can be stopped at a mark. */
export interface WorkerProcess extends ProductProcess {
  watch: Watch;
  backendPids(): number[];
  cutDatabase(): void;
}

export interface WorkerSettings {
  bundle: string;
  /** The owner's address, as the product is given it. */
  databaseUrl: string;
  providerUrl: string;
  providerKey: string;
  webhookSecret: string;
  dataDir: string;
}

/** Starts a process of the product on the given addresses; it is ready when this resolves. */
export async function startProduct(settings: WorkerSettings): Promise<ProductProcess> {
  const child = spawn(process.execPath, [settings.bundle], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      TZ: 'Asia/Kathmandu',
      DATABASE_URL: settings.databaseUrl,
      UNIPILE_API_URL: settings.providerUrl,
      UNIPILE_API_KEY: settings.providerKey,
      UNIPILE_WEBHOOK_SECRET: settings.webhookSecret,
      DATA_DIR: settings.dataDir,
      NEXTAUTH_SECRET: 'only-for-the-kill-matrix',
      ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    },
  });
  const talk = talkTo(child);
  await talk.ready;
  return {
    run: talk.run,
    signal: (name) => void child.kill(name),
    ended: talk.ended,
    alive: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await talk.ended;
    },
  };
}

/** Starts a worker: a process of the product behind a proxy on either side. */
export async function startWorker(settings: WorkerSettings): Promise<WorkerProcess> {
  const watch = createWatch();
  const database = new URL(settings.databaseUrl);
  const provider = new URL(settings.providerUrl);
  const pg = await startPgProxy({ host: database.hostname, port: Number(database.port) }, watch);
  const http = await startHttpProxy({ host: provider.hostname, port: Number(provider.port) }, watch);
  database.port = String(pg.port);
  provider.port = String(http.port);
  const product = await startProduct({ ...settings, databaseUrl: database.href, providerUrl: provider.href });
  return {
    ...product,
    watch,
    backendPids: pg.backendPids,
    cutDatabase: pg.cutAll,
    async stop() {
      await product.stop();
      await pg.close();
      await http.close();
    },
  };
}

function talkTo(child: ChildProcess) {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('a worker without pipes');
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let count = 0;
  stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const done of waiting.values()) done({ kind: 'died' });
      waiting.clear();
      resolve();
    });
  });
  const ready = new Promise<void>((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const message = MESSAGE.parse(JSON.parse(line));
      if (message.ready === true) resolve();
      const done = waiting.get(message.id ?? -1);
      waiting.delete(message.id ?? -1);
      if (message.ok === true) done?.({ kind: 'answered', value: message.value });
      else done?.({ kind: 'failed', error: message.error ?? '' });
    });
    void ended.then(() => reject(new Error('a worker ended before it was ready')));
  });
  const run = (verb: string, input: object) =>
    new Promise<Outcome>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve({ kind: 'died' });
      count += 1;
      waiting.set(count, resolve);
      stdin.write(`${JSON.stringify({ id: count, verb, input })}\n`);
    });
  return { ready, ended, run };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InngestFunction } from 'inngest';
import { Inngest } from 'inngest';
import { serve } from 'inngest/node';
import { z } from 'zod';

export const SIGNING_KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
export const EVENT_KEY = 'event-key-of-the-tests';

/** A tiny app with the real SDK in cloud mode, and a clock of its own behind `/api/health`. */
export interface TestApp {
  client: Inngest;
  url: string;
  runnerPort: number;
  /** What the functions did, in order. */
  done: string[];
  now(): Date;
  /** Moves the app's time forward. */
  jump(ms: number): void;
  /** Holds up the answers to a sync by so much. */
  syncMs: number;
  /** The HTTP requests to `/api/inngest` so far. */
  calls(): number;
  /** How long the SDK had each of them, in ms. */
  handledMs: number[];
  listen(): Promise<void>;
  /** Ends the server as a crash would: connections are cut. */
  close(): Promise<void>;
}

export type Functions = (client: Inngest, done: string[], now: () => Date) => InngestFunction.Any[];

/** Starts the app; `functions` makes its functions, which report what they do in `done`. */
export async function startApp(functions: Functions): Promise<TestApp> {
  const [appPort, runnerPort] = [await freePort(), await freePort()];
  const client = new Inngest({
    id: 'test-app',
    isDev: false,
    baseUrl: `http://127.0.0.1:${runnerPort}`,
    eventKey: EVENT_KEY,
    signingKey: SIGNING_KEY,
    logger: { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} },
  });
  const done: string[] = [];
  let aheadMs = 0;
  let calls = 0;
  const now = () => new Date(Date.now() + aheadMs);
  const origin = `http://127.0.0.1:${appPort}`;
  const handler = serve({
    client,
    functions: functions(client, done, now),
    serveOrigin: origin,
    servePath: '/api/inngest',
  });
  const make = () =>
    createServer((request, response) => {
      if (request.url === '/api/health') {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ clock: { now: now().toISOString(), speed: 1 } }));
        return;
      }
      calls += 1;
      const begunAt = performance.now();
      response.once('close', () => app.handledMs.push(performance.now() - begunAt));
      if (request.method === 'PUT') setTimeout(() => handler(request, response), app.syncMs);
      else handler(request, response);
    });
  let server = make();
  const app: TestApp = {
    client,
    url: `${origin}/api/inngest`,
    runnerPort,
    done,
    now,
    jump: (ms) => {
      aheadMs += ms;
    },
    syncMs: 0,
    calls: () => calls,
    handledMs: [],
    listen: () =>
      new Promise((resolve) => {
        server = make();
        server.listen(appPort, '127.0.0.1', resolve);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await app.listen();
  return app;
}

/** Waits until `look` answers something, at most 20 s. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; ) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited 20 s in vain: ${what}`);
}

const runs = z.object({
  data: z.array(
    z.object({
      run_id: z.string(),
      function_id: z.string(),
      status: z.string(),
      output: z.unknown(),
      event_id: z.string(),
    }),
  ),
});
export type SeenRun = z.infer<typeof runs>['data'][number];

const waits = z.object({ data: z.array(z.object({ function_id: z.string(), wakes_at: z.string().nullable() })) });

/** The runs of a function, as the runner tells them. */
export async function runsOf(app: TestApp, functionId: string): Promise<SeenRun[]> {
  const answer = await askRunner(app, '/v1/runs');
  return runs.parse(await answer.json()).data.filter((run) => run.function_id === `test-app-${functionId}`);
}

/** Waits until so many runs of a function sleep or wait. */
export async function untilWaiting(app: TestApp, functionId: string, count = 1): Promise<void> {
  await until(`${count} of ${functionId} wait`, async () => {
    const answer = await askRunner(app, '/v1/runs?status=Running');
    const waiting = waits.parse(await answer.json()).data.filter((run) => run.wakes_at !== null);
    return waiting.filter((run) => run.function_id === `test-app-${functionId}`).length === count;
  });
}

/** How often the app did something. */
export function countOf(app: TestApp, what: string): number {
  return app.done.filter((one) => one === what).length;
}

/** Asks the runner with the operator's key. */
export function askRunner(app: TestApp, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${app.runnerPort}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${SIGNING_KEY}` },
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

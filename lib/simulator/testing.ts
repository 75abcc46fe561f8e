import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type SimulatorOptions, startSimulator } from './server';

/** A simulator on a free port with a folder of its own and a listener for its webhooks; `stop` ends and removes all. */
export async function startTestSimulator(options: Partial<SimulatorOptions> = {}): Promise<TestSimulator> {
  const dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
  const listener = await startListener();
  const start = () =>
    startSimulator({ port: 0, key: KEY, dataDir, webhookUrl: listener.url, webhookSecret: SECRET, ...options });
  let running = await start();
  const call: TestSimulator['call'] = async (method, path, body, headers = {}) => {
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${running.port}${path}`, {
      method,
      headers: { 'x-api-key': KEY, ...type, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: parseObject(text) };
  };
  return {
    dataDir,
    call,
    received: listener.received,
    failNext: listener.failNext,
    base: () => `http://127.0.0.1:${running.port}`,
    async setClock(now, speed = 1) {
      await call('POST', '/_sim/clock', { now, speed });
    },
    async restart() {
      await running.close();
      running = await start();
    },
    async event(type) {
      for (let round = 0; round < 100; round += 1) {
        const found = listener.received.find((one) => one.envelope.type === type);
        if (found !== undefined) return found;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`No ${type} came within 2 s`);
    },
    async stop() {
      await running.close();
      await listener.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export interface TestSimulator {
  dataDir: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  received: ReceivedWebhook[];
  /** The listener answers 500 to the next webhook. */
  failNext(): void;
  base(): string;
  setClock(now: string, speed?: number): Promise<void>;
  restart(): Promise<void>;
  /** The first webhook of a type, waited for up to 2 s. */
  event(type: string): Promise<ReceivedWebhook>;
  stop(): Promise<void>;
}

export interface TestAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The JSON object that was answered; empty where it was none. */
  body: Record<string, unknown>;
}

export interface ReceivedWebhook {
  validSignature: boolean;
  envelope: { id: string; type: string; account_id: string; created_at: string; payload: Record<string, unknown> };
}

export const KEY = 'test-key-123456';
const SECRET = 'test-secret-123456';
const OBJECT = z.record(z.string(), z.unknown());
const ENVELOPE = z.object({
  id: z.string(),
  type: z.string(),
  account_id: z.string(),
  created_at: z.string(),
  payload: OBJECT,
});

function parseObject(text: string): Record<string, unknown> {
  try {
    return OBJECT.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

async function startListener() {
  const received: ReceivedWebhook[] = [];
  let failing = false;
  const server = createServer(async (request, response) => {
    let raw = '';
    for await (const chunk of request) raw += chunk;
    const [, t, given] = /^t=(\d+),v0=([0-9a-f]{64})$/.exec(String(request.headers['unipile-signature'])) ?? [];
    const wanted = createHmac('sha256', SECRET).update(`${t}.${raw}`).digest('hex');
    received.push({ validSignature: given === wanted, envelope: ENVELOPE.parse(JSON.parse(raw)) });
    response.statusCode = failing ? 500 : 200;
    failing = false;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    received,
    failNext: () => {
      failing = true;
    },
    url: `http://127.0.0.1:${port}/hook`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

import { connect, createServer, type Socket } from 'node:net';
import { closeServer, listenOnLoopback } from './listen';
import type { Watch } from './watch';

/**
 * A proxy between one worker and the provider; the client uses a connection for one exchange. A write is told of as
 * `http:request` (nothing forwarded), `http:half` (half of it forwarded), `http:answer` (acted, nothing answered) and
 * `http:delivered`; a read as `http:read` once it is answered.
 */
export async function startHttpProxy(target: { host: string; port: number }, watch: Watch): Promise<HttpProxy> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on('error', () => undefined);
    client.once('close', () => clients.delete(client));
    collectRequest(client, (request) => void exchange(client, request, target, watch));
  });
  return {
    port: await listenOnLoopback(server),
    close: async () => {
      for (const client of clients) client.destroy();
      await closeServer(server);
    },
  };
}

export interface HttpProxy {
  port: number;
  close(): Promise<void>;
}

/** Hands over a whole request: its head and as much body as its content-length says. */
function collectRequest(client: Socket, done: (request: Buffer) => void): void {
  let bytes = Buffer.alloc(0);
  let whole = false;
  client.on('data', (chunk: Buffer) => {
    if (whole) return;
    bytes = Buffer.concat([bytes, chunk]);
    const head = bytes.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /content-length: (\d+)/i.exec(bytes.toString('latin1', 0, head))?.[1] ?? '0';
    if (bytes.length < head + 4 + Number(length)) return;
    whole = true;
    done(bytes);
  });
}

async function exchange(
  client: Socket,
  request: Buffer,
  target: { host: string; port: number },
  watch: Watch,
): Promise<void> {
  const acts = request.toString('latin1', 0, 5) === 'POST ';
  if (acts && (await isCut(client, watch.pass('http:request')))) return;
  const upstream = connect(target.port, target.host);
  const answered = collectAnswer(upstream);
  const half = acts ? Math.floor(request.length / 2) : 0;
  upstream.write(request.subarray(0, half));
  if (acts) {
    const held = watch.pass('http:half');
    if (held !== null && (await isCut(client, held))) {
      upstream.resetAndDestroy();
      return;
    }
  }
  upstream.write(request.subarray(half));
  const answer = await answered;
  if (!acts) {
    client.end(answer, () => watch.pass('http:read'));
    return;
  }
  const held = watch.pass('http:answer');
  const release = held === null ? null : await held;
  if (release?.kind === 'cut') {
    client.resetAndDestroy();
    return;
  }
  // Told before it is written: the worker's next statement comes after it.
  watch.pass('http:delivered');
  if (!client.destroyed) client.end(release?.kind === 'replace' ? release.bytes : answer);
}

async function isCut(client: Socket, held: Promise<{ kind: string }> | null): Promise<boolean> {
  if (held === null || (await held).kind !== 'cut') return false;
  client.resetAndDestroy();
  return true;
}

/** Everything until the provider closes; it does after one answer, because the client asks for that. */
function collectAnswer(upstream: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    upstream.on('data', (chunk: Buffer) => chunks.push(chunk));
    upstream.on('error', () => undefined);
    upstream.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

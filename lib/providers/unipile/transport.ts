import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/**
 * Makes exactly one HTTP exchange on a connection of its own: no pool (a stale pooled socket would make a write's
 * outcome unknown for nothing), no retry, no redirect. `not_reached` is proof that no request byte left: the connection
 * was never established. The time-out covers everything from the look-up of the name to the last byte of the body.
 */
export function exchange(call: OutgoingCall): Promise<Exchange> {
  return new Promise((resolve) => {
    const url = new URL(call.url);
    const secure = url.protocol === 'https:';
    let connected = false;
    let status: number | undefined;
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: call.method,
      agent: false,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.byteLength }),
        ...call.headers,
      },
    });
    const finish = (outcome: Exchange) => {
      clearTimeout(timer);
      resolve(outcome);
      request.destroy();
    };
    const fail = (detail: string) =>
      finish(connected ? { kind: 'broken', status, detail } : { kind: 'not_reached', detail });
    const timer = setTimeout(() => fail(`no full answer within ${call.timeoutMs} ms`), call.timeoutMs);
    request.once('socket', (socket) => {
      connected = !socket.connecting;
      // Request bytes wait for the handshake, so a refused certificate is still proof that nothing was sent.
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    request.on('error', (error) => fail(nameOf(error)));
    request.once('response', (response) => {
      status = response.statusCode;
      collect(response, finish, fail);
    });
    request.end(body);
  });
}

export interface OutgoingCall {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: unknown;
  timeoutMs: number;
}

export type Exchange =
  | { kind: 'response'; status: number; headers: Record<string, string>; text: string }
  | { kind: 'broken'; status: number | undefined; detail: string }
  | { kind: 'not_reached'; detail: string };

const BODY_BYTES_MAX = 8 * 1024 * 1024;

function collect(response: IncomingMessage, finish: (outcome: Exchange) => void, fail: (detail: string) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES_MAX) fail('the body is too large');
    else chunks.push(chunk);
  });
  response.on('error', (error) => fail(`truncated body: ${nameOf(error)}`));
  response.on('end', () => {
    if (!response.complete) return fail('truncated body');
    finish({
      kind: 'response',
      status: response.statusCode ?? 0,
      headers: flat(response.headers),
      text: Buffer.concat(chunks).toString('utf8'),
    });
  });
}

function flat(headers: IncomingMessage['headers']): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
  );
  return Object.fromEntries(entries);
}

/** The system's code, never a message: messages may quote addresses or bodies. */
function nameOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

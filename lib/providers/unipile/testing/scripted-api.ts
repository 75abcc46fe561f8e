import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** An API on loopback that answers what a test says and remembers what it was asked. */
export async function startScriptedApi(): Promise<ScriptedApi> {
  const calls: ReceivedCall[] = [];
  let script: Script = () => ({ status: 500 });
  const server = createServer((request, response) => void receive(request, response));
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString('utf8');
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
    calls.push(call);
    reply(response, script(call, calls.length));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${portOf(server)}`,
    calls,
    answers(next) {
      calls.length = 0;
      script = typeof next === 'function' ? next : () => next;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export interface ReceivedCall {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** `reset` closes the socket, `silent` never answers, `cut` promises more bytes than it sends, `text` is sent raw. */
export type ScriptedAnswer =
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string> }
  | 'reset'
  | 'silent'
  | 'cut';
type Script = (call: ReceivedCall, nth: number) => ScriptedAnswer;

export interface ScriptedApi {
  baseUrl: string;
  calls: ReceivedCall[];
  answers(next: Script | ScriptedAnswer): void;
  stop(): Promise<void>;
}

/** An error as v2 writes it. */
export function problem(
  status: number,
  type: string,
  detail = '',
  headers: Record<string, string> = {},
): ScriptedAnswer {
  return { status, json: { object: 'Error', type, status, title: 'Refused', detail, req_id: 'req-1' }, headers };
}

function reply(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer === 'silent') return;
  if (answer === 'reset') {
    response.socket?.destroy();
    return;
  }
  if (answer === 'cut') {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"object":"RelationRequest","id":"rel_1"', () => response.socket?.destroy());
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json)));
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port');
  return address.port;
}

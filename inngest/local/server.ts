import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { z } from 'zod';
import { newUlid } from './ids';
import { keepEvents } from './take-events';
import type { World } from './world';

const EVENT_BYTES_MAX = 3_145_728;
const eventBody = z.object({
  name: z.string().min(1).max(512),
  data: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().max(500).nullish(),
  ts: z.number().int().nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
});
const eventsBody = z.union([z.array(eventBody).max(5_000), eventBody]);

/** The runner's HTTP side, on loopback only: events in, and what runs, for whoever holds the key. */
export function startServer(world: World, port: number): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    void answer(world, request).then(
      ({ status, body }) => send(response, status, body),
      (error) => send(response, 500, { status: 500, error: String(error) }),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : port });
    });
  });
}

interface Answer {
  status: number;
  body: unknown;
}

async function answer(world: World, request: IncomingMessage): Promise<Answer> {
  // A page in a browser can reach loopback under a name of its own: such a Host is refused.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? ''))
    return refused(403, 'loopback only');
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, first, second] = url.pathname.split('/');
  if (request.method === 'GET' && url.pathname === '/health')
    return { status: 200, body: { status: 200, message: 'OK' } };
  if (request.method === 'POST' && first === 'e') {
    if (!isSame(decodeURIComponent(second ?? ''), world.eventKey)) return refused(401, 'Event key not found');
    return takeEvents(world, request);
  }
  if (first === 'v1') {
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!isSame(bearer, world.signingKey) && !isSame(bearer, hashedKey(world.signingKey)))
      return refused(401, 'Unauthorized');
    if (request.method === 'GET' && second === 'runs') return listRuns(world, url.searchParams.get('status'));
  }
  return refused(404, 'Not found');
}

async function takeEvents(world: World, request: IncomingMessage): Promise<Answer> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) return refused(415, 'send application/json');
  const text = await readBody(request);
  if (text === null) return refused(413, 'Event is over the max size');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { status: 400, body: { ids: [''], status: 400, error: 'the body is not JSON' } };
  }
  const parsed = eventsBody.safeParse(json);
  if (!parsed.success || [parsed.data].flat().some((event) => event.name.startsWith('inngest/'))) {
    return {
      status: 400,
      body: { ids: [''], status: 400, error: 'an event needs a name of its own and an object as data' },
    };
  }
  const now = world.clock.now() ?? new Date();
  const seed = request.headers['x-inngest-event-id-seed'];
  const events = [parsed.data].flat().map((event, index) => ({
    id: newUlid(Date.now()),
    // The seed is the same on the SDK's own retries of one request: without an id of the event it is its key.
    key: event.id ?? (typeof seed === 'string' ? `seed:${seed}:${index}` : null),
    name: event.name,
    data: event.data ?? {},
    ts: event.ts ?? now.getTime(),
    user: event.user ?? {},
  }));
  await keepEvents(world, events);
  return { status: 200, body: { ids: events.map((event) => event.id), status: 200 } };
}

async function listRuns(world: World, status: string | null): Promise<Answer> {
  const { rows } = await world.pool.query(
    `select r.id as run_id, r.function_id, r.status, r.started_at as run_started_at, r.ended_at, r.event->>'name' as event_name, r.output,
      (select min(s.wake_at) from inngest_local.steps s where s.run_id = r.id and s.status = 'waiting') as wakes_at
      from inngest_local.runs r where $1::text is null or r.status = $1 order by r.started_at desc limit 200`,
    [status],
  );
  return { status: 200, body: { data: rows } };
}

function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= EVENT_BYTES_MAX) chunks.push(chunk);
    });
    request.once('end', () => resolve(size > EVENT_BYTES_MAX ? null : Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
  });
}

/** The key as the SDK sends it: the hash of its bytes. */
function hashedKey(key: string): string {
  return createHash('sha256')
    .update(Buffer.from(key.replace(/^signkey-\w+-/, ''), 'hex'))
    .digest('hex');
}

function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

function refused(status: number, error: string): Answer {
  return { status, body: { status, error } };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

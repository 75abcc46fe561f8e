import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import { z } from 'zod';
import { keepCheckpoint } from './checkpoint';
import { listFunctions } from './functions';
import type { Answer } from './http-answer';
import { refused, ShownRefusal } from './http-answer';
import type { Insight } from './insight';
import { cancelRun, stateOf } from './insight';
import { holdsKey, isSame, loopbackHost } from './keys';
import { readJson } from './read-json';
import { op } from './read-reply';
import { rerun } from './rerun';
import { findRun, listRuns, listRunsOfEvent } from './runs';
import { readScope } from './scope';
import { registerFunctions } from './sync';
import { takeEvents } from './take-request';
import type { World } from './world';

const EVENTS_BYTES_MAX = 16 * 1_024 * 1_024;
/** A checkpoint carries steps' outputs, twice for a step with arguments. */
const CHECKPOINT_BYTES_MAX = 16 * 1_024 * 1_024;
const checkpointBody = z.object({ generation_id: z.number().int(), steps: z.array(op) });
const registerBody = z.object({ functions: z.array(z.unknown()) });

/** The runner's HTTP side, on loopback only: events in, checkpoints, and what runs, for whoever holds the key. */
export function startServer(world: World, insight: Insight, port: number): Promise<{ port: number; server: Server }> {
  const server = createServer((request, response) => {
    const send = ({ status, body }: Answer) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'x-inngest-server-kind': 'cloud' })
        .end(body === undefined ? '' : JSON.stringify(body));
    answer(world, insight, request).then(send, (error) => {
      if (error instanceof ShownRefusal) return send(error.answer);
      console.error(JSON.stringify({ level: 'error', msg: 'a request went wrong', reason: String(error) }));
      return send(refused(500, 'internal error'));
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve({ server, port: typeof address === 'object' && address !== null ? address.port : port });
    });
  });
}

async function answer(world: World, insight: Insight, request: IncomingMessage): Promise<Answer> {
  if (!loopbackHost(request.headers.host)) return refused(403, 'loopback only');
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = url.pathname.split('/').slice(1);
  const route = `${request.method} /${path[0] ?? ''}`;
  if (route === 'GET /health' && path.length === 1) return { status: 200, body: { status: 'ok' } };
  if (route === 'POST /e') {
    if (!isSame(decoded(path[1]), world.eventKey)) return refused(401, 'Event key not found');
    return takeEvents(world, await readJson(request, EVENTS_BYTES_MAX), request.headers['x-inngest-event-id-seed']);
  }
  if (!holdsKey(request.headers.authorization, world.signingKey)) return refused(401, 'Unauthorized');
  if (request.method === 'POST') return post(world, path, request);
  if (request.method === 'DELETE' && url.pathname.startsWith('/v1/runs/') && path.length === 3)
    return cancelRun(world, path[2] ?? '');
  if (request.method === 'GET') return look(world, insight, path, url.searchParams);
  return refused(404, 'Not found');
}

async function post(world: World, path: string[], request: IncomingMessage): Promise<Answer> {
  if (path.join('/') === 'fn/register') return register(world, request);
  const [version, what, runId, kind] = path;
  if (version === 'v1' && what === 'runs' && runId !== undefined && kind === 'rerun') return rerun(world, runId);
  if (version === 'v1' && what === 'checkpoint' && runId !== undefined && kind === 'async') {
    const body = checkpointBody.safeParse(await readJson(request, CHECKPOINT_BYTES_MAX));
    if (!body.success) return refused(400, 'a checkpoint needs its steps');
    const { generation_id: generation, steps } = body.data;
    const kept = await keepCheckpoint(world, { runId, generation, steps });
    return kept ? { status: 200, body: undefined } : refused(409, 'stale dispatch');
  }
  return refused(404, 'Not found');
}

/** Out-of-band sync: the app sends its functions by itself. */
async function register(world: World, request: IncomingMessage): Promise<Answer> {
  const body = registerBody.safeParse(await readJson(request, CHECKPOINT_BYTES_MAX));
  if (!body.success) return refused(400, 'functions are missing');
  try {
    await registerFunctions(world, body.data.functions);
    return { status: 200, body: { ok: true, modified: true } };
  } catch (error) {
    return refused(400, error instanceof Error ? error.message : String(error));
  }
}

async function look(world: World, insight: Insight, path: string[], query: URLSearchParams): Promise<Answer> {
  const [version, what, id, more] = path;
  if (version !== 'v1') return refused(404, 'Not found');
  if (what === 'state' && id === undefined) return stateOf(world, insight);
  const scope = readScope(query.get('data'));
  if (scope === undefined) return refused(400, 'data names a field and its value: field:value');
  if (what === 'functions' && id === undefined) return listFunctions(world, scope);
  if (what === 'runs' && id === undefined) return listRuns(world, query);
  if (what === 'runs' && id !== undefined && more === undefined) return findRun(world, id, scope);
  if (what === 'events' && id !== undefined && more === 'runs') return listRunsOfEvent(world, id);
  return refused(404, 'Not found');
}

function decoded(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '');
  } catch {
    return '';
  }
}

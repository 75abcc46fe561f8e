import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { violationOp } from './acts';
import { type Answer, problem } from './answers';
import { createClock } from './clock';
import { configOf } from './config';
import { runDue } from './due';
import { takeFault, underFault } from './faults';
import { hostedRoutes } from './hosted-page';
import { guard, readBody } from './http-guard';
import { createGate, type ProviderGate } from './provider-gate';
import { type Call, matchRoute, type Route } from './router';
import { chatRoutes } from './routes-chats';
import { controlRoutes } from './routes-control';
import { coreRoutes } from './routes-core';
import { searchRoutes } from './routes-search';
import { userRoutes } from './routes-users';
import type { Simulation } from './simulation';
import { openStore, put } from './store';
import { createWebhooks } from './webhooks';

/**
 * Starts the stand-in for Unipile's v2 API on 127.0.0.1 and goes on where the folder's last run was. `close` stops it
 * with everything accepted on disk.
 */
export async function startSimulator(options: SimulatorOptions): Promise<{ port: number; close(): Promise<void> }> {
  const store = openStore(options.dataDir);
  const clock = createClock({
    clockUrl: options.clockUrl ?? null,
    last: store.get('anchor', 'clock') ?? null,
    onMoved: (anchor) => store.commit([put('anchor', 'clock', anchor)]),
  });
  const seed = options.seed ?? '1';
  const webhooks = createWebhooks(store, { seed, now: clock.now });
  let port = options.port;
  const simulation: Simulation = {
    seed,
    store,
    clock,
    webhooks,
    baseUrl: () => `http://127.0.0.1:${port}`,
  };
  applyOptions(simulation, options);
  const server = createHttp(simulation, options.key);
  port = await listen(server, options.port);
  const timer = setInterval(() => runDue(simulation), TICK_REAL_MS);
  return {
    port,
    async close() {
      clearInterval(timer);
      clock.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await webhooks.stop();
      store.close();
    },
  };
}

export interface SimulatorOptions {
  /** 0 takes a free port. */
  port: number;
  key: string;
  dataDir: string;
  webhookUrl?: string;
  webhookSecret?: string;
  /** Address whose JSON has `clock: {now, speed}`; without it the clock is real until it is set. */
  clockUrl?: string;
  seed?: string;
  /** Share of invitations accepted and of messages answered. */
  acceptance?: number;
  reply?: number;
}

const TICK_REAL_MS = 50;

function applyOptions(simulation: Simulation, options: SimulatorOptions): void {
  const config = configOf(simulation);
  const { acceptance = config.acceptance, reply = config.reply, webhookUrl, webhookSecret } = options;
  simulation.store.commit([put('config', 'config', { ...config, acceptance, reply })]);
  if (webhookUrl === undefined || webhookSecret === undefined) return;
  const endpoint = { url: webhookUrl, secret: webhookSecret, events: null, accountIds: null, enabled: true };
  simulation.store.commit([put('endpoint', 'we_default', { ...endpoint, name: 'default', description: null })]);
}

function createHttp(simulation: Simulation, key: string): Server {
  const gate = createGate(simulation);
  const routes = [
    ...coreRoutes(simulation),
    ...userRoutes(simulation),
    ...chatRoutes(simulation),
    ...searchRoutes(simulation),
    ...controlRoutes(simulation),
    ...hostedRoutes(simulation),
  ];
  let requests = 0;
  return createServer((request, response) => {
    requests += 1;
    const reqId = `req-${Date.now().toString(36)}${requests.toString(36)}`;
    void answerTo({ simulation, gate, routes, key }, request, reqId)
      .catch((error: unknown) => {
        process.stderr.write(
          `simulator: ${request.method} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
        );
        return problem('api/internal_error', 'The simulator failed.');
      })
      .then((answer) => {
        if (answer === 'reset') request.socket.destroy();
        else write(response, answer, reqId);
        // What the call has caused is told at once, not at the next turn.
        simulation.webhooks.pump();
      });
  });
}

interface Parts {
  simulation: Simulation;
  gate: ProviderGate;
  routes: Route[];
  key: string;
}

async function answerTo(parts: Parts, request: IncomingMessage, reqId: string): Promise<Answer | 'reset'> {
  const { simulation } = parts;
  const url = new URL(`http://simulator${request.url ?? '/'}`);
  const method = request.method ?? 'GET';
  const refused = guard(request, url.pathname, parts.key);
  if (refused !== null) return refused;
  const match = matchRoute(parts.routes, method, url.pathname);
  if (match === null) return problem('api/resource_not_found', 'No such route.');
  const { route, params } = match;
  if (route === null) return problem('provider/method_not_allowed', 'The route has no such method.');
  const body = await readBody(request, route.kind === 'page');
  if (!body.ok) return body.answer;
  const call: Call = {
    ...{
      method,
      path: url.pathname,
      params,
      query: url.searchParams,
      headers: request.headers,
      body: body.body,
      reqId,
    },
    now: simulation.clock.now(),
  };
  const run = async () => {
    // What was due before this call has happened before it; a call that was held up runs at the time it is now.
    runDue(simulation);
    const current = { ...call, now: simulation.clock.now() };
    if (route.kind !== 'provider') return route.handle(current);
    noteCallOnClosedAccount(simulation, current);
    return parts.gate.pass(current, route.handle);
  };
  const fault = route.kind === 'core' || route.kind === 'provider' ? takeFault(simulation, method, url.pathname) : null;
  return fault === null ? run() : underFault(fault, run);
}

function noteCallOnClosedAccount(simulation: Simulation, call: Call): void {
  const account = simulation.store.get('account', call.params.account ?? '');
  if (call.method === 'GET' || account === undefined || account.status === 'running') return;
  const action = call.path.includes('/chats') ? 'message' : call.path.includes('/search') ? 'search' : 'invite';
  const act = { account, action, tie: null, named: '', reqId: call.reqId, now: call.now } as const;
  simulation.store.commit([violationOp(simulation, act, `account_${account.status}`)]);
}

function write(response: ServerResponse, answer: Answer, reqId: string): void {
  const { body, raw } = answer;
  const isProblem = typeof body === 'object' && body !== null && 'object' in body && body.object === 'Error';
  const json = isProblem ? JSON.stringify({ ...body, req_id: reqId }) : JSON.stringify(body);
  const contentType = raw?.contentType ?? (isProblem ? 'application/problem+json' : 'application/json');
  response.writeHead(answer.status, { ...answer.headers, 'content-type': contentType, 'x-request-id': reqId });
  response.end(raw?.text ?? json);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The simulator has no port'));
      else resolve(address.port);
    });
  });
}

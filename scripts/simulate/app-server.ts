import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { serve } from 'inngest/node';
import { POST as takeWebhook } from '@/app/api/webhooks/unipile/route';
import { inngestClient } from '@/inngest/client';
import { allFunctions } from '@/inngest/functions/all';

/** The app's two doors for machines, with its own functions and routes behind them, and a count of who is inside. */
export interface AppServer {
  /** Requests so far: two equal readings with nobody inside mean that nothing came in between. */
  requests(): number;
  inside(): number;
  close(): Promise<void>;
}

/** Listens on loopback at `port`; the settings of the app must stand in the environment by then. */
export async function startAppServer(port: number): Promise<AppServer> {
  const engine = serve({
    client: inngestClient(),
    functions: allFunctions(),
    serveOrigin: `http://127.0.0.1:${port}`,
    servePath: '/api/inngest',
    streaming: false,
  });
  let requests = 0;
  let inside = 0;
  const server = createServer((request, response) => {
    requests += 1;
    inside += 1;
    response.once('close', () => {
      inside -= 1;
    });
    if (request.url?.startsWith('/api/inngest')) engine(request, response);
    else void webhook(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    requests: () => requests,
    inside: () => inside,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The route itself, given what a web server would give it. */
async function webhook(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  const answer = await takeWebhook(new Request(`http://127.0.0.1${request.url}`, { method: 'POST', headers, body }));
  response.writeHead(answer.status).end();
}

import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { actorOf } from '../auth/current-actor';
import type { Actor } from '../services/actor';
import { onceByKey } from './idempotency';
import { openApiText } from './open-api';
import { problem, problemOf, problemResponse, problemShape, retryAfterOf } from './problem';
import { readBody } from './read-body';
import { refuseForeignPage } from './refuse-foreign-page';
import type { ApiDeps } from './request-context';
import { router } from './router';

const PREFIX = '/api/v1';

const handler = new OpenAPIHandler(router, { customErrorResponseBodyEncoder: problemOf });

/** Answers one request of `/api/v1`: OpenAPI without a sign-in, everything else by the contract; never throws. */
export async function handleApi(request: Request, deps: ApiDeps): Promise<Response> {
  try {
    if (isRead(request) && new URL(request.url).pathname === `${PREFIX}/openapi.json`) return await openApi(deps);
    refuseForeignPage(request, deps.appUrl);
    const actor = await actorOf(request);
    if (isRead(request)) return await answer(request, deps, actor);
    // Nobody's body is not read: they get to know whether the path exists, and that it needs a sign-in.
    if (actor === null) return await answer(new Request(request.url, { method: request.method }), deps, null);
    return await change(request, deps, actor);
  } catch (error) {
    return problemResponse(problemOf(error), retryAfterOf(error));
  }
}

function isRead(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

async function change(given: Request, deps: ApiDeps, actor: Actor): Promise<Response> {
  const { request, bytes } = await readBody(given, PREFIX);
  const key = request.headers.get('idempotency-key');
  if (request.method !== 'POST' || key === null) return answer(request, deps, actor);
  return onceByKey({ request, bytes, actor, key }, () => answer(request, deps, actor));
}

async function answer(request: Request, deps: ApiDeps, actor: Actor | null): Promise<Response> {
  const key = request.headers.get('idempotency-key');
  const { response } = await handler.handle(request, { prefix: PREFIX, context: { ...deps, actor, key } });
  if (response === undefined) return problemResponse(problem('not_found', 'There is no such path.', []));
  const headers = new Headers(response.headers);
  headers.set('cache-control', 'no-store');
  if (response.ok) return new Response(response.body, { status: response.status, headers });
  // The library answers with a status of its own; the one of our problem is the one that counts.
  return problemResponse(problemShape.parse(await response.json()));
}

async function openApi(deps: ApiDeps): Promise<Response> {
  const text = await openApiText(`${deps.appUrl}${PREFIX}`);
  return new Response(text, { headers: { 'content-type': 'application/json' } });
}

import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fetch';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { actorOf } from '../auth/current-actor';
import { api } from '../contracts/api';
import { AppError } from '../platform/errors';
import type { Actor } from '../services/context';
import { once } from '../services/idempotency/once';
import { problem, problemOf, problemResponse } from './problem';
import type { ApiDeps } from './request-context';
import { router } from './router';

const PREFIX = '/api/v1';
/** An import of 50,000 people is below this by far. */
const BODY_BYTES_MAX = 25_000_000;
const JSON_BYTES_MAX = 2_000_000;

const handler = new OpenAPIHandler(router, { customErrorResponseBodyEncoder: problemOf });

/** Answers one request of `/api/v1`: OpenAPI without a sign-in, everything else by the contract; never throws. */
export async function handleApi(request: Request, deps: ApiDeps): Promise<Response> {
  try {
    if (new URL(request.url).pathname === `${PREFIX}/openapi.json`) return await openApi(deps.appUrl);
    refuseUnreadable(request);
    const actor = await actorOf(request);
    const key = request.headers.get('idempotency-key');
    if (request.method === 'POST' && key !== null && actor !== null) return await keyed(request, deps, actor, key);
    return await answer(request, deps, actor);
  } catch (error) {
    return problemResponse(problemOf(error), retryAfter(error));
  }
}

async function answer(request: Request, deps: ApiDeps, actor: Actor | null): Promise<Response> {
  const { response } = await handler.handle(request, { prefix: PREFIX, context: { ...deps, actor } });
  if (response === undefined) return problemResponse(problem('not_found', 'There is no such path.', []));
  const headers = new Headers(response.headers);
  headers.set('cache-control', 'no-store');
  if (response.ok) return new Response(response.body, { status: response.status, headers });
  const body = (await response.json()) as { status?: number };
  headers.set('content-type', 'application/problem+json');
  return new Response(JSON.stringify(body), { status: body.status ?? response.status, headers });
}

/** A POST with a key runs once; its answer is kept and given again (design.md §6). */
async function keyed(request: Request, deps: ApiDeps, actor: Actor, key: string): Promise<Response> {
  if (key.length > 200) throw new AppError('validation_failed', 'An Idempotency-Key has at most 200 characters.');
  const bytes = Buffer.from(await request.clone().arrayBuffer());
  // The boundary of a form changes from one sending to the next, its parts do not: only JSON is compared byte by byte.
  const isForm = request.headers.get('content-type')?.startsWith('multipart/') === true;
  const print = `${new URL(request.url).pathname}\n${isForm ? '' : bytes.toString('utf8')}`;
  const done = await once({ actor, key, request: print }, async () => {
    const response = await answer(request, deps, actor);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  });
  return new Response(JSON.stringify(done.body), {
    status: done.status,
    headers: {
      'content-type': done.status < 400 ? 'application/json' : 'application/problem+json',
      'cache-control': 'no-store',
      ...(done.replayed ? { 'idempotency-replayed': 'true' } : {}),
    },
  });
}

function refuseUnreadable(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const bytes = Number(request.headers.get('content-length') ?? 0);
  if (bytes === 0 && type === '') return;
  if (type !== 'application/json' && type !== 'multipart/form-data')
    throw new AppError('unsupported_media_type', 'Send application/json, or multipart/form-data for a file.');
  const max = type === 'application/json' ? JSON_BYTES_MAX : BODY_BYTES_MAX;
  if (bytes > max) throw new AppError('too_large', `A request has at most ${max / 1_000_000} MB.`);
}

function retryAfter(error: unknown): Record<string, string> {
  return error instanceof AppError && error.retryAfterS !== undefined
    ? { 'retry-after': String(error.retryAfterS) }
    : {};
}

let openApiText: string | undefined;

async function openApi(appUrl: string): Promise<Response> {
  openApiText ??= JSON.stringify(
    await new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] }).generate(api, {
      info: { title: 'Headroom', version: '1' },
      servers: [{ url: `${appUrl}${PREFIX}` }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    }),
  );
  return new Response(openApiText, { headers: { 'content-type': 'application/json' } });
}

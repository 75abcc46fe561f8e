import type { z } from 'zod';

/** What a route answers. `raw` replaces the JSON body by a page or other text. */
export interface Answer {
  status: number;
  body: unknown;
  headers: Record<string, string>;
  raw?: { contentType: string; text: string };
}

/** A JSON answer. */
export function ok(body: unknown, status = 200): Answer {
  return { status, body, headers: {} };
}

/** An RFC 7807 error in the API's own envelope; the router adds `req_id`. */
export function problem(type: string, detail: string, headers: Record<string, string> = {}): Answer {
  const status = STATUS[type];
  if (status === undefined) throw new Error(`The problem type ${type} has no status`);
  const words = type.slice(type.indexOf('/') + 1).replaceAll('_', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return { status, body: { object: 'Error', type, status, title, detail }, headers };
}

/** Reads a body or query by its schema, or says what is wrong with it. */
export function read<T>(schema: z.ZodType<T>, value: unknown): { ok: true; value: T } | { ok: false; answer: Answer } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  return { ok: false, answer: problem('api/invalid_parameters', where) };
}

const STATUS: Record<string, number> = {
  'api/invalid_parameters': 400,
  'provider/invalid_parameters': 400,
  'api/missing_authorization': 401,
  'provider/invalid_authorization': 401,
  'api/insufficient_permissions': 403,
  'provider/insufficient_permissions': 403,
  'api/account_restricted': 403,
  'api/resource_not_found': 404,
  'provider/resource_not_found': 404,
  'provider/method_not_allowed': 405,
  'provider/conflict': 409,
  'api/content_too_large': 413,
  'api/unsupported_media_type': 415,
  'provider/unprocessable_entity': 422,
  'api/too_many_requests': 429,
  'provider/too_many_requests': 429,
  'api/internal_error': 500,
  'provider/server_error': 500,
  'provider/timeout': 504,
};

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, problem } from './answers';

/** Refuses a call that may not be here: a Host that is not this machine's own, or (but for pages) a wrong key. */
export function guard(request: IncomingMessage, path: string, key: string): Answer | null {
  if (!isLoopbackHost(request.headers.host))
    return problem('api/insufficient_permissions', 'Only this machine may call.');
  if (path.startsWith('/hosted/')) return null;
  const given = request.headers['x-api-key'];
  if (typeof given === 'string' && sameText(given, key)) return null;
  return problem('api/missing_authorization', 'X-API-KEY is missing or wrong.');
}

/** Reads a body: JSON for the API, a form's text for pages. Anything else is refused before it is read as one. */
export async function readBody(
  request: IncomingMessage,
  isPage: boolean,
): Promise<{ ok: true; body: unknown } | { ok: false; answer: Answer }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_BYTES_MAX) return { ok: false, answer: problem('api/content_too_large', 'The body is over 1 MB.') };
    chunks.push(bytes);
  }
  if (size === 0) return { ok: true, body: undefined };
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const text = Buffer.concat(chunks).toString('utf8');
  if (type !== (isPage ? 'application/x-www-form-urlencoded' : 'application/json')) {
    return { ok: false, answer: problem('api/unsupported_media_type', 'The content type is not supported here.') };
  }
  if (isPage) return { ok: true, body: text };
  try {
    return { ok: true, body: JSON.parse(text) };
  } catch {
    return { ok: false, answer: problem('api/invalid_parameters', 'The body is not JSON.') };
  }
}

const BODY_BYTES_MAX = 1_000_000;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.has(host.replace(/:\d+$/, '').toLowerCase());
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

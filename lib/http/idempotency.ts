import { env } from '../platform/env';
import { AppError } from '../platform/errors';
import { decrypt, encrypt, sha256 } from '../platform/secrets';
import type { Actor } from '../services/actor';
import { once } from '../services/idempotency/once';

const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * Runs a POST once for its Idempotency-Key (design.md §6): the same request again gets the kept answer, another one under
 * the same key is a conflict, and so is one whose first is still on its way. Answers are kept encrypted, because that of
 * `/tokens` holds a secret and others hold names.
 */
export async function onceByKey(
  input: { request: Request; bytes: Uint8Array<ArrayBuffer>; actor: Actor; key: string },
  work: () => Promise<Response>,
): Promise<Response> {
  if (!KEY.test(input.key))
    throw new AppError('validation_failed', 'An Idempotency-Key has 1 to 200 characters and no spaces.', {
      fields: [{ path: 'Idempotency-Key', message: 'Send a UUID, for example.' }],
    });
  const { ENCRYPTION_KEY } = env();
  const request = await printOf(input.request, input.bytes);
  const done = await once({ actor: input.actor, key: input.key, request }, async () => {
    const response = await work();
    return { status: response.status, body: encrypt(ENCRYPTION_KEY, await response.text()) };
  });
  return new Response(decrypt(ENCRYPTION_KEY, String(done.body)), {
    status: done.status,
    headers: {
      'content-type': done.status < 400 ? 'application/json' : 'application/problem+json',
      'cache-control': 'no-store',
      ...(done.replayed ? { 'idempotency-replayed': 'true' } : {}),
    },
  });
}

/** What makes two requests the same: method, path and content. */
async function printOf(request: Request, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { pathname, search } = new URL(request.url);
  const type = request.headers.get('content-type') ?? '';
  const content = type.startsWith('multipart/') ? await printOfForm(type, bytes) : Buffer.from(bytes).toString('utf8');
  return `${request.method} ${pathname}${search}\n${content}`;
}

/** A form's boundary changes from one sending to the next, its parts do not. */
async function printOfForm(type: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData().catch(() => null);
  // A form that cannot be read is refused by whoever reads it next.
  if (form === null) return sha256(Buffer.from(bytes).toString('latin1'));
  const parts: unknown[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') parts.push([name, value]);
    else parts.push([name, value.name, sha256(Buffer.from(await value.arrayBuffer()).toString('latin1'))]);
  }
  return JSON.stringify(parts);
}

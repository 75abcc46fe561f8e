import { AppError } from '../platform/errors';

/** An import of 50,000 people is below this by far; the service's own limit for a file is 20 MB. */
const FORM_BYTES_MAX = 25_000_000;
const JSON_BYTES_MAX = 2_000_000;
/** The one path that takes a file, and so a form. */
const FORM_PATH = '/imports';

/**
 * Reads the body of a change into memory and gives the request back with it. Refuses a media type that the path does not
 * take, and stops at the size limit whether or not the sender has announced a length.
 */
export async function readBody(
  request: Request,
  prefix: string,
): Promise<{ request: Request; bytes: Uint8Array<ArrayBuffer> }> {
  const path = new URL(request.url).pathname.slice(prefix.length);
  const wanted = request.method === 'POST' && path === FORM_PATH ? 'multipart/form-data' : 'application/json';
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== '' && type !== wanted) refuseType(wanted);
  const bytesMax = wanted === 'application/json' ? JSON_BYTES_MAX : FORM_BYTES_MAX;
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > bytesMax) refuseSize(bytesMax);
  const bytes = await bytesOf(request.body, bytesMax);
  if (bytes.length > 0 && type === '') refuseType(wanted);
  const headers = new Headers(request.headers);
  // An empty body has no type: a client that sets one on every request still may send a DELETE.
  if (bytes.length === 0) headers.delete('content-type');
  const init = { method: request.method, headers, signal: request.signal };
  return { request: new Request(request.url, bytes.length === 0 ? init : { ...init, body: bytes }), bytes };
}

async function bytesOf(body: ReadableStream<Uint8Array> | null, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > bytesMax) {
      await reader.cancel();
      refuseSize(bytesMax);
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function refuseType(wanted: string): never {
  throw new AppError('unsupported_media_type', `This path takes ${wanted}.`);
}

function refuseSize(bytesMax: number): never {
  throw new AppError('too_large', `A request to this path has at most ${bytesMax / 1_000_000} MB.`);
}

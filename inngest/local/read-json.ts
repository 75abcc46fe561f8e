import type { IncomingMessage } from 'node:http';
import { refused, ShownRefusal } from './http-answer';

/** Reads a JSON body of at most so many bytes; throws the refusal that says what is wrong with it. */
export async function readJson(request: IncomingMessage, bytesMax: number): Promise<unknown> {
  // A page in a browser can send other types across origins without asking.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new ShownRefusal(refused(415, 'send application/json'));
  const text = await readBody(request, bytesMax);
  if (text === null) throw new ShownRefusal(refused(413, 'the body is too large'));
  try {
    return JSON.parse(text);
  } catch {
    throw new ShownRefusal(refused(400, 'the body is not JSON'));
  }
}

function readBody(request: IncomingMessage, bytesMax: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bytesMax) chunks.push(chunk);
    });
    request.once('end', () => resolve(size > bytesMax ? null : Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
    request.once('aborted', () => reject(new Error('the request was broken off')));
  });
}

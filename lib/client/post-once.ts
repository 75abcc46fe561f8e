const WAIT_MS = 1_000;

/**
 * Sends a POST whose answer the network has swallowed once more. It carries the same Idempotency-Key, so that the server
 * does its work once (design.md §6). Other methods go out as they are; reads are asked again by the query cache.
 */
export async function sendAgain(request: Request, init: RequestInit = {}): Promise<Response> {
  if (request.method !== 'POST') return fetch(request, init);
  const second = request.clone();
  try {
    return await fetch(request, init);
  } catch (error) {
    // A page that has left, or a caller that has given up, wants no second try.
    if (request.signal.aborted) throw error;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    return fetch(second, init);
  }
}

/** An unguessable key. `crypto.randomUUID` is missing on a page served over plain http from another machine. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

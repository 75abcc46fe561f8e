import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { randomKey, sendAgain } from './post-once';

const ADDRESS = 'http://127.0.0.1:3000/api/v1/lists';
const sent: { key: string | null; body: string }[] = [];
let failures = 0;

beforeEach(() => {
  vi.useFakeTimers();
  sent.length = 0;
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push({ key: request.headers.get('idempotency-key'), body: await request.text() });
    if (sent.length <= failures) throw new TypeError('the network has gone');
    return new Response('{}', { status: 201 });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const request = (method: string, signal?: AbortSignal) =>
  new Request(ADDRESS, {
    method,
    headers: { 'idempotency-key': 'a-key' },
    body: '{"name":"x"}',
    ...(signal === undefined ? {} : { signal }),
  });

/** The status, or the message of the failure, once every timer has run. */
async function outcome(sending: Promise<Response>): Promise<number | string> {
  const settled = sending.then(
    (response) => response.status,
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  );
  await vi.runAllTimersAsync();
  return settled;
}

it('sends a POST that the network swallowed once more, with the same key and body', async () => {
  failures = 1;
  expect(await outcome(sendAgain(request('POST')))).toBe(201);
  expect(sent).toEqual([
    { key: 'a-key', body: '{"name":"x"}' },
    { key: 'a-key', body: '{"name":"x"}' },
  ]);
});

it('gives up after the second time', async () => {
  failures = 9;
  expect(await outcome(sendAgain(request('POST')))).toBe('the network has gone');
  expect(sent).toHaveLength(2);
});

it('sends nothing twice that was answered, was called off or has no key to tell it apart', async () => {
  failures = 0;
  expect(await outcome(sendAgain(request('POST')))).toBe(201);
  expect(sent).toHaveLength(1);
  failures = 9;
  sent.length = 0;
  await outcome(sendAgain(request('PATCH')));
  expect(sent).toHaveLength(1);
  sent.length = 0;
  await outcome(sendAgain(request('POST', AbortSignal.abort())));
  expect(sent).toHaveLength(1);
});

it('makes keys that the API takes and that never repeat', () => {
  const keys = Array.from({ length: 200 }, randomKey);
  expect(new Set(keys).size).toBe(200);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
});

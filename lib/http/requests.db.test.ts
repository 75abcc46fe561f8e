import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@/db/client';
import { JSON_TYPE } from './testing/open-api-suite';
import type { RequestsWorld } from './testing/requests-world';
import { form, listName, openRequestsWorld } from './testing/requests-world';

/** Where `appDatabase` keeps the process's pool. */
const POOL = Symbol.for('headroom.app-database');
const pool: typeof globalThis & { [POOL]?: unknown } = globalThis;

let world: RequestsWorld;
beforeAll(async () => {
  world = await openRequestsWorld();
});
afterAll(() => world?.suite.close());

const call: RequestsWorld['call'] = (...args) => world.call(...args);
const post = (path: string, body: unknown) => call('POST', path, { body });

describe('a body', () => {
  it.each([
    ['is no JSON', 'POST', '/lists', '{"name": ', JSON_TYPE, 422, 'validation_failed'],
    ['is missing', 'POST', '/lists', null, JSON_TYPE, 422, 'validation_failed'],
    [
      'has another type',
      'POST',
      '/lists',
      '{"name":"x"}',
      { 'content-type': 'text/plain' },
      415,
      'unsupported_media_type',
    ],
    ['is a form where there is no file', 'POST', '/lists', form({ name: 'x' }), {}, 415, 'unsupported_media_type'],
    ['is JSON where there is a file', 'POST', '/imports', '{"listName":"x"}', JSON_TYPE, 415, 'unsupported_media_type'],
    [
      'is a broken form',
      'POST',
      '/imports',
      'x',
      { 'content-type': 'multipart/form-data; boundary=y' },
      422,
      'validation_failed',
    ],
    [
      'holds a character that the store has no room for',
      'POST',
      '/lists',
      '{"name":"a\\u0000b"}',
      JSON_TYPE,
      422,
      'validation_failed',
    ],
    [
      'says that it is too large',
      'POST',
      '/lists',
      '{}',
      { ...JSON_TYPE, 'content-length': '90000000' },
      413,
      'too_large',
    ],
    ['is too large without saying so', 'POST', '/lists', endless(3), JSON_TYPE, 413, 'too_large'],
  ])('that %s is refused with its code', async (_what, method, path, body, headers, status, code) => {
    const answer = await call(method, path, { body, headers });
    expect([answer.status, answer.body.code, answer.body.status]).toEqual([status, code, status]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(typeof answer.body.title).toBe('string');
  });

  it('of somebody who is not signed in is not even looked at', async () => {
    const answer = await call('POST', '/lists', { body: '{"name": ', headers: JSON_TYPE, as: 'nobody' });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    expect((await call('POST', '/nothing', { body: '{', headers: JSON_TYPE, as: 'nobody' })).status).toBe(404);
  });

  it('names every field that is wrong, in a list of steps too', async () => {
    const answer = await post('/campaigns', { name: '', senderIds: 'none' });
    expect(answer.body.errors.map((error: { path: string }) => error.path).sort()).toEqual(['name', 'senderIds']);
    const steps = await call('PUT', `/campaigns/${world.campaignId}/steps`, {
      body: '[{"kind":"dance"}]',
      headers: JSON_TYPE,
    });
    expect(steps.body.errors.map((error: { path: string }) => error.path)).toEqual(['steps.0.kind']);
  });
});

describe('an address', () => {
  it.each([
    ['/nothing', 404, 'not_found'],
    ['/accounts/acc_none', 404, 'not_found'],
    ['/accounts/a%00b', 422, 'validation_failed'],
    ['/accounts/%E0%A4%A', 404, 'not_found'],
    ['/sends?limit=0', 422, 'validation_failed'],
    ['/sends?limit=1000', 422, 'validation_failed'],
    ['/sends?cursor=abc', 422, 'validation_failed'],
    ['/sends?state=gone', 422, 'validation_failed'],
    ['/sends?from=yesterday', 422, 'validation_failed'],
    ['/sends?from=0000-01-01T00:00:00Z', 422, 'validation_failed'],
    ['/invitations?offset=-1', 422, 'validation_failed'],
  ])('%s answers %i %s', async (path, status, code) => {
    const answer = await call('GET', path);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});

describe('the engine', () => {
  it('hears of a pause, a resumption and new hours, but not of a new name', async () => {
    world.suite.announced.length = 0;
    const path = `/accounts/${world.accountId}`;
    const change = (method: string, to: string, body: string) => call(method, to, { body, headers: JSON_TYPE });
    const paused = await change('PUT', `${path}/pause`, '{"reason":"a test"}');
    expect(paused.body).toMatchObject({ pauseReason: 'a test', dispatching: [] });
    expect((await call('DELETE', `${path}/pause`)).status).toBe(200);
    expect((await change('PATCH', path, '{"name":"Another"}')).body.name).toBe('Another');
    expect((await change('PATCH', path, '{"timeZone":"Europe/Paris"}')).body.timeZone).toBe('Europe/Paris');
    expect(world.suite.announced).toEqual(['account/paused', 'account/resumed', 'account/schedule-changed']);
  });

  it('hears nothing of a launch that was refused', async () => {
    world.suite.announced.length = 0;
    expect((await call('PUT', `/campaigns/${world.campaignId}/launch`)).status).toBeGreaterThanOrEqual(400);
    expect(world.suite.announced).toEqual([]);
  });
});

describe('a list', () => {
  it('is paged without losing or repeating anything, also while rows are added', async () => {
    const before = await Promise.all(Array.from({ length: 5 }, () => post('/lists', { name: listName() })));
    const seen: string[] = [];
    for (let cursor: string | null = '', page = 0; cursor !== null && page < 40; page += 1) {
      const { body } = await call(
        'GET',
        `/lists?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...body.items.map((item: { id: string }) => item.id));
      expect(body.items.length).toBeLessThanOrEqual(2);
      if (page === 0) await post('/lists', { name: listName() });
      cursor = body.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.every((answer) => seen.includes(answer.body.id))).toBe(true);
  });
});

describe('without its database', () => {
  it('the API is unavailable and says when to come back', async () => {
    const kept = pool[POOL];
    const gone = openDatabase('postgres://nobody:x@127.0.0.1:9/none', 1);
    pool[POOL] = gone;
    try {
      const answer = await call('GET', '/accounts');
      expect([answer.status, answer.body.code]).toEqual([503, 'unavailable']);
      expect(answer.headers.get('retry-after')).toBe('5');
    } finally {
      pool[POOL] = kept;
      await gone.end();
    }
  });
});

/** A body of so many megabytes that comes in parts and never says how long it is. */
function endless(megabytes: number): ReadableStream<Uint8Array> {
  let left = megabytes;
  return new ReadableStream({
    pull(controller) {
      if (left === 0) controller.close();
      else controller.enqueue(new Uint8Array(1_000_000).fill(0x20));
      left -= 1;
    },
  });
}

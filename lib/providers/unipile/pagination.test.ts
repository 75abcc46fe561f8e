import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page, ProviderPort, ReadResult, SentInvitation } from '../port';
import { createUnipileProvider } from './provider';
import { problem, type ScriptedApi, startScriptedApi } from './testing/scripted-api';

let api: ScriptedApi;
let provider: ProviderPort;
beforeAll(async () => {
  api = await startScriptedApi();
  provider = createUnipileProvider({ baseUrl: api.baseUrl, apiKey: 'k', webhookSecret: 's', retryPauseMs: 1 });
});
afterAll(() => api.stop());

const PAGES_MAX = 6;
const request = (id: string) => ({
  object: 'RelationRequest',
  id,
  user: { id: `u${id}`, public_identifier: id },
  created_at: '2026-01-01T00:00:00Z',
});

async function all<T>(list: (page: string | null) => Promise<ReadResult<Page<T>>>): Promise<T[]> {
  const items: T[] = [];
  let page: string | null = null;
  for (let n = 0; n < PAGES_MAX; n += 1) {
    const read: ReadResult<Page<T>> = await list(page);
    if (!read.ok) throw new Error(read.detail);
    items.push(...read.value.items);
    page = read.value.next;
    if (page === null) return items;
  }
  throw new Error('The list has no end');
}
const sent = () => all<SentInvitation>((page) => provider.listSentInvitations('acc_1', page));
const ids = async () => (await sent()).map((item) => item.requestId);
const queries = () => api.calls.map((call) => call.path.split('?')[1]);
const offsetOf = (path: string) => Number(new URL(path, 'http://x').searchParams.get('offset') ?? 0);

describe('a list is read to its end', () => {
  it('by offset and limit until an empty page, past short pages and past the cache', async () => {
    const pages: Record<number, string[]> = { 0: ['1', '2'], 100: ['3'] };
    api.answers(({ path }) => ({ status: 200, json: { data: (pages[offsetOf(path)] ?? []).map(request) } }));
    expect(await ids()).toEqual(['1', '2', '3']);
    expect(queries()).toEqual([
      'type=sent&limit=100',
      'type=sent&limit=100&offset=100',
      'type=sent&limit=100&offset=200',
    ]);
    expect(api.calls.every((call) => call.headers['cache-control'] === 'no-cache')).toBe(true);
  });

  it.each([null, undefined])('by cursor, sent alone, until it is %s', async (last) => {
    api.answers(({ path }) => ({
      status: 200,
      json: path.includes('cursor')
        ? { data: [request('2')], next_cursor: last }
        : { data: [request('1')], next_cursor: 'a+/=' },
    }));
    expect(await ids()).toEqual(['1', '2']);
    expect(queries()).toEqual(['type=sent&limit=100', 'cursor=a%2B%2F%3D']);
  });

  it('of one page whose cursor is null asks no further', async () => {
    api.answers({ status: 200, json: { data: [request('1')], next_cursor: null } });
    expect(await ids()).toEqual(['1']);
    expect(api.calls).toHaveLength(1);
  });

  it('by offset even if its cursor is null, when its own count says more', async () => {
    const pages: Record<number, string[]> = { 0: ['1'], 100: ['2'] };
    api.answers(({ path }) => ({
      status: 200,
      json: { data: (pages[offsetOf(path)] ?? []).map(request), next_cursor: null, total_count: 101 },
    }));
    expect(await ids()).toEqual(['1', '2']);
  });

  it.each([
    ['refuses the offset', problem(400, 'api/invalid_parameters', 'Use cursor for pagination')],
    ['ignores the offset', { status: 200, json: { data: [request('1')] } }],
  ])('when the server %s', async (_, later) => {
    api.answers((_call, nth) => (nth === 1 ? { status: 200, json: { data: [request('1')] } } : later));
    expect(await ids()).toEqual(['1']);
    expect(api.calls).toHaveLength(2);
  });

  it('and an unreadable item makes the page unavailable instead of vanishing', async () => {
    api.answers({ status: 200, json: { data: [request('1'), { object: 'RelationRequest' }] } });
    expect(await provider.listSentInvitations('acc_1', null)).toMatchObject({ ok: false, code: 'unavailable' });
  });

  it('with every field an invitation or a relation has', async () => {
    const at = new Date('2026-01-01T00:00:00Z');
    api.answers(({ path }) => ({
      status: 200,
      json: { data: offsetOf(path) === 0 ? [request('1'), { id: '2' }] : [] },
    }));
    expect(await sent()).toEqual([
      { requestId: '1', providerUserId: 'u1', slug: '1', createdAt: at },
      { requestId: '2', providerUserId: null, slug: null, createdAt: null },
    ]);
    const relation = { object: 'UserRelation', id: 'r', user: { id: 'u1', public_identifier: 'bob' }, created_at: at };
    api.answers({ status: 200, json: { data: [relation], next_cursor: null } });
    const relations = await all((page) => provider.listRelations('acc_1', page));
    expect(relations).toEqual([{ providerUserId: 'u1', slug: 'bob', since: at }]);
    expect(api.calls[0]?.path).toBe('/v2/acc_1/users/me/relations?limit=100');
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PeopleSearch } from '../../domain/imports/constants';
import type { ProviderPort } from '../port';
import { createUnipileProvider } from './provider';
import { problem, type ScriptedApi, startScriptedApi } from './testing/scripted-api';

let api: ScriptedApi;
let provider: ProviderPort;
beforeAll(async () => {
  api = await startScriptedApi();
  provider = createUnipileProvider({ baseUrl: api.baseUrl, apiKey: 'key-1', webhookSecret: 's', retryPauseMs: 1 });
});
afterAll(() => api.stop());

const WORDS: PeopleSearch = { api: 'classic', url: null, keywords: 'head of sales' };
const URL_OF_SEARCH = 'https://www.linkedin.com/sales/search/people?query=x';
const ADDRESS: PeopleSearch = { api: 'sales_navigator', url: URL_OF_SEARCH, keywords: null };
const ask = (search: PeopleSearch, offset = 0) => provider.searchPeople('acc_1', { search, offset, limit: 25 });
const person = { object: 'PeopleSearchResult', id: 'ACoBob', display_name: 'Bob B', public_identifier: 'bob-b' };

it.each([
  [WORDS, 0, '/v2/acc_1/linkedin/search/people?offset=0&limit=25', { keywords: 'head of sales' }],
  [ADDRESS, 50, '/v2/acc_1/linkedin/sales-navigator/search?offset=50&limit=25', { url: URL_OF_SEARCH }],
])('asks for %j from %s on by the route of its product', async (search, offset, path, body) => {
  api.answers({ status: 200, json: { data: [person], total_count: 400, next_cursor: null } });
  expect(await ask(search, offset)).toMatchObject({ ok: true, value: { more: true, items: [{ slug: 'bob-b' }] } });
  expect(api.calls).toMatchObject([{ method: 'POST', path, body }]);
});

it('takes the address of a profile where there is no slug, and neither a name nor an address from someone out of the network', async () => {
  const shown = {
    id: 1,
    public_identifier: null,
    profile_url: 'https://www.linkedin.com/in/ada-l?x=1',
    headline: 'CTO',
  };
  const lead = { id: 2, display_name: 'LinkedIn Member', profile_url: 'https://www.linkedin.com/sales/lead/ACw1,x' };
  api.answers({ status: 200, json: { data: [shown, lead] } });
  const read = await ask(WORDS);
  expect(read).toMatchObject({
    value: {
      items: [
        { slug: 'ada-l', fullName: null, headline: 'CTO' },
        { slug: null, fullName: 'LinkedIn Member' },
      ],
    },
  });
});

it.each([
  [{ data: [], total_count: 400 }, 0, false],
  [{ data: [person], total_count: 51 }, 25, true],
  [{ data: [person], total_count: 50 }, 25, false],
  [{ data: [person] }, 0, true],
  [{ data: [person], next_cursor: null }, 0, false],
])('%j from %s on: more is %s', async (json, offset, more) => {
  api.answers({ status: 200, json });
  expect(await ask(WORDS, offset)).toMatchObject({ ok: true, value: { more } });
});

it.each([
  [problem(429, 'provider/too_many_requests', '', { 'retry-after': '90' }), 'limited'],
  [problem(422, 'provider/unprocessable_entity'), 'limited'],
  [problem(422, 'provider/something_new'), 'limited'],
  [problem(429, 'api/too_many_requests'), 'throttled'],
  [problem(403, 'provider/insufficient_permissions'), 'no_access'],
  [problem(400, 'provider/invalid_parameters'), 'bad_search'],
  [problem(401, 'provider/invalid_authorization'), 'disconnected'],
  [problem(401, 'api/missing_authorization'), 'not_reached'],
  [problem(403, 'api/account_restricted'), 'restricted'],
  [problem(500, 'provider/server_error'), 'unavailable'],
  [{ status: 200, text: 'page' }, 'unavailable'],
  ['reset', 'unavailable'],
] as const)('answered %j fails as %s, asked once', async (answer, code) => {
  api.answers(answer);
  expect(await ask(WORDS)).toMatchObject({ ok: false, code });
  expect(api.calls).toHaveLength(1);
});

it('a call that never left is told apart from one that may have arrived', async () => {
  const nobody = await startScriptedApi();
  await nobody.stop();
  const away = createUnipileProvider({ baseUrl: nobody.baseUrl, apiKey: 'key-1', webhookSecret: 's' });
  const read = await away.searchPeople('acc_1', { search: WORDS, offset: 0, limit: 25 });
  expect(read).toMatchObject({ ok: false, code: 'not_reached' });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderPort } from '../port';
import { createUnipileProvider } from './provider';
import { type ScriptedApi, startScriptedApi } from './testing/scripted-api';

let api: ScriptedApi;
let provider: ProviderPort;
beforeAll(async () => {
  api = await startScriptedApi();
  provider = createUnipileProvider({
    baseUrl: `${api.baseUrl}/`,
    apiKey: 'key-1',
    webhookSecret: 's',
    retryPauseMs: 1,
  });
});
afterAll(() => api.stop());

const ACC = 'acc_1';
const account = {
  object: 'Account',
  id: ACC,
  user_id: 'ACoOwn',
  name: 'Ada Own',
  provider: 'linkedin',
  status: 'running',
  proxy: { country: 'DE' },
  metadata: { products_connection_status: { classic: 'running' } },
  something_new: 1,
};
const profile = {
  object: 'UserProfile',
  id: 'ACoBob',
  public_identifier: 'bob-b',
  display_name: 'Bob B',
  first_name: 'Bob',
  last_name: 'B',
  specifics: {
    network_distance: 'SECOND_DEGREE',
    is_open_profile: true,
    can_send_inmail: false,
    notify_visit_token: 'tok=/1',
  },
};

describe('what each read asks and gives', () => {
  it('getAccount reads the record past the cache', async () => {
    api.answers({ status: 200, json: account, headers: { age: '0' } });
    expect(await provider.getAccount(ACC)).toEqual({
      ok: true,
      value: {
        providerAccountId: ACC,
        provider: 'linkedin',
        name: 'Ada Own',
        status: 'running',
        detail: null,
        tier: null,
        country: 'DE',
      },
      headers: { age: '0' },
    });
    expect(api.calls[0]).toMatchObject({ method: 'GET', path: '/v2/accounts/acc_1' });
    expect(api.calls[0]?.headers).toMatchObject({ 'x-api-key': 'key-1', 'cache-control': 'no-cache' });
  });

  it.each([
    [{ is_locked: true, status: 'errored' }, 'restricted', null],
    [{ status: 'paused' }, 'errored', null],
    [{ status: 'disconnected' }, 'disconnected', null],
    [products('degraded', { classic: 'running', recruiter: 'errored' }), 'running', null],
    [products('partial', { classic: 'disconnected', sales_navigator: 'running' }), 'disconnected', 'sales_navigator'],
    [products('running', { classic: 'running', sales_navigator: 'running' }), 'running', 'sales_navigator'],
    [products('running', { sales_navigator: 'running', recruiter: 'running' }), 'running', 'recruiter'],
  ])('account %j is %s of tier %s', async (patch, status, tier) => {
    api.answers({ status: 200, json: { ...account, ...patch } });
    expect(await provider.getAccount(ACC)).toMatchObject({ ok: true, value: { status, tier } });
  });

  it('an answer about another account is no answer', async () => {
    api.answers({ status: 200, json: { ...account, id: 'acc_2' } });
    expect(await provider.getAccount(ACC)).toMatchObject({ ok: false, code: 'unavailable' });
  });

  it.each([
    [true, undefined, 'premium'],
    [false, undefined, 'free'],
    [true, 'running', 'sales_navigator'],
    [true, 'disconnected', 'premium'],
  ])('own tier with is_premium %s and Sales Navigator %s is %s', async (premium, navigator, tier) => {
    const own = { ...profile, id: 'ACoOwn', display_name: 'Ada Own', relations_count: 420 };
    const specifics = { network_distance: 'SELF', is_premium: premium };
    const record = { ...account, ...products('running', { classic: 'running', sales_navigator: navigator }) };
    api.answers(({ path }) => ({ status: 200, json: path.endsWith('/users/me') ? { ...own, specifics } : record }));
    const read = await provider.getOwnProfile(ACC);
    expect(read).toMatchObject({
      ok: true,
      value: { providerUserId: 'ACoOwn', name: 'Ada Own', tier, connections: 420 },
    });
  });

  it.each([
    [{ public_picture_url: 'https://x', description: 'At work', bio: 'I work.' }, []],
    [{ public_picture_url: null, description: 'At work', bio: '' }, ['picture', 'summary']],
    // What names no part at all tells nothing, which is not the same as lacking them.
    [{}, null],
  ])('says what the own profile %o lacks', async (parts, lacks) => {
    const own = { object: 'UserProfile', id: 'ACoOwn', display_name: 'Ada Own', ...parts };
    api.answers(({ path }) => ({ status: 200, json: path.endsWith('/users/me') ? own : account }));
    expect(await provider.getOwnProfile(ACC)).toMatchObject({ ok: true, value: { lacks } });
  });

  it('InMail credits are those of the product that sends', async () => {
    const record = { ...account, ...products('running', { classic: 'running', sales_navigator: 'running' }) };
    const credits = { object: 'InmailCredits', credits: { classic: 3, sales_navigator: 41, recruiter: 9 } };
    api.answers(({ path }) => ({ status: 200, json: path.includes('inmail-credits') ? credits : record }));
    expect(await provider.getInmailCredits(ACC)).toMatchObject({ ok: true, value: 41 });
  });

  it.each([
    ['ACoBob', true, 'no-cache'],
    ['BOB-b', false, undefined],
  ])('profile by %s, fresh %s', async (asked, fresh, cacheControl) => {
    api.answers({ status: 200, json: profile });
    expect(await provider.getProfile(ACC, asked, { fresh })).toMatchObject({
      ok: true,
      value: {
        providerUserId: 'ACoBob',
        slug: 'bob-b',
        firstName: 'Bob',
        degree: 2,
        openProfile: true,
        takesInmail: false,
        pendingInvitation: false,
        withdrawnInvitation: false,
        visitToken: 'tok=/1',
      },
    });
    expect(api.calls[0]?.path).toBe(`/v2/acc_1/users/${asked}`);
    expect(api.calls[0]?.headers['cache-control']).toBe(cacheControl);
  });

  it.each([
    [{ relation_request_status: 'PENDING' }, true, false],
    [{ relation_request_status: 'WITHDRAWN', relation_request: { type: 'sent' } }, false, true],
    [{ relation_request_status: 'WITHDRAWN' }, false, true],
    [{ relation_request: { type: 'sent' } }, true, false],
    [{ relation_request_status: 'PENDING', relation_request: { type: 'received' } }, false, false],
    [{ relation_request_status: 'WITHDRAWN', relation_request: { type: 'received' } }, false, false],
    [{ relation_request_status: 'IGNORED', relation_request: { type: 'sent' } }, false, false],
  ])('pending by %j is %s, withdrawn %s', async (specifics, pendingInvitation, withdrawnInvitation) => {
    api.answers({ status: 200, json: { ...profile, specifics } });
    const read = await provider.getProfile(ACC, 'bob-b', { fresh: true });
    const unsaid = { degree: null, openProfile: null, takesInmail: null };
    expect(read).toMatchObject({ ok: true, value: { pendingInvitation, withdrawnInvitation, ...unsaid } });
  });

  it.each([
    ['another member', { ...profile, id: 'ACoEve', public_identifier: 'eve' }],
    ['a company', { ...profile, object: 'CompanyProfile' }],
  ])('%s in answer to a profile read is unavailable', async (_, json) => {
    api.answers({ status: 200, json });
    expect(await provider.getProfile(ACC, 'bob-b', { fresh: true })).toMatchObject({ ok: false, code: 'unavailable' });
  });

  it.each(['', '.', '..', 'me'])('the slug %j is never asked for', async (slug) => {
    api.answers({ status: 200, json: profile });
    expect(await provider.getProfile(ACC, slug, { fresh: true })).toMatchObject({ ok: false, code: 'not_found' });
    expect(api.calls).toHaveLength(0);
  });

  it('messages are read per conversation, own and theirs, without events of the system', async () => {
    const message = { id: 'm1', is_sender: true, text: 'hi', timestamp: '2026-01-02T03:04:05.000Z' };
    const data = [
      message,
      { ...message, id: 'm2', is_sender: false, text: null },
      { ...message, id: 'm3', is_event: true },
    ];
    api.answers(({ path }) => ({
      status: 200,
      json: path.endsWith('/chat') ? { data: [{ chat_id: 'c1' }] } : { data },
    }));
    const at = new Date('2026-01-02T03:04:05.000Z');
    expect(await provider.listMessages(ACC, 'ACoBob')).toMatchObject({
      ok: true,
      value: [
        { chatId: 'c1', messageId: 'm1', own: true, text: 'hi', at },
        { chatId: 'c1', messageId: 'm2', own: false, text: null, at },
      ],
    });
    expect(api.calls.map((call) => call.path)).toEqual([
      '/v2/acc_1/users/ACoBob/chat',
      '/v2/acc_1/chats/c1/messages?limit=100',
    ]);
    expect(api.calls.map((call) => call.headers['cache-control'])).toEqual(['no-cache', 'no-cache']);
  });

  it('a link names the provider and country, or the account to reconnect', async () => {
    api.answers({ status: 200, json: { object: 'HostedAuthLink', link: 'https://auth.example/x' } });
    const expiresAt = new Date('2026-01-02T03:04:05.000Z');
    const base = { country: 'DE', redirectUri: 'http://127.0.0.1:3000/back', state: 'st', expiresAt } as const;
    const made = await provider.createLink({ ...base, provider: 'linkedin', reconnectProviderAccountId: null });
    expect(made).toMatchObject({ ok: true, value: { url: 'https://auth.example/x' } });
    await provider.createLink({ ...base, provider: 'linkedin', country: null, reconnectProviderAccountId: ACC });
    const shared = { expires_on: '2026-01-02T03:04:05.000Z', redirect_uri: base.redirectUri, state: 'st' };
    expect(api.calls.map((call) => [call.path, call.body])).toEqual([
      [
        '/v2/auth/link',
        { ...shared, providers: ['linkedin'], config: { linkedin: { auto_proxy_config: { country: 'DE' } } } },
      ],
      ['/v2/auth/link', { ...shared, account_id: ACC }],
    ]);
  });
});

function products(status: string, products_connection_status: Record<string, string | undefined>) {
  return { status, metadata: { products_connection_status } };
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderPort, WriteResult } from '../port';
import { createUnipileProvider } from './provider';
import { problem, type ScriptedAnswer, type ScriptedApi, startScriptedApi } from './testing/scripted-api';

let api: ScriptedApi;
let provider: ProviderPort;
beforeAll(async () => {
  api = await startScriptedApi();
  provider = create(api.baseUrl);
});
afterAll(() => api.stop());

function create(baseUrl: string): ProviderPort {
  const timeouts = { readTimeoutMs: 150, writeTimeoutMs: 150, retryPauseMs: 1 };
  return createUnipileProvider({ baseUrl, apiKey: 'k', webhookSecret: 's', ...timeouts });
}

const ACC = 'acc_1';
const WRITES: Record<string, (on: ProviderPort) => Promise<WriteResult>> = {
  invite: (on) => on.invite(ACC, { providerUserId: 'p', note: null }),
  noted: (on) => on.invite(ACC, { providerUserId: 'p', note: 'n' }),
  withdraw: (on) => on.withdraw(ACC, 'rel_1'),
  message: (on) => on.sendMessage(ACC, { providerUserId: 'p', chatId: 'c', text: 't' }),
  inmail: (on) => on.sendInmail(ACC, { providerUserId: 'p', subject: null, text: 't', tier: 'premium' }),
  visit: (on) => on.visitProfile(ACC, 'tok'),
};
const write = async (name: string, on = provider) => {
  const call = WRITES[name];
  if (call === undefined) throw new Error(`No write ${name}`);
  return call(on);
};

describe('a write whose outcome cannot be known is made once', () => {
  const cases: [string, ScriptedAnswer][] = [
    ['500', problem(500, 'provider/server_error')],
    ['502 as a page', { status: 502, text: '<html>bad gateway</html>' }],
    ['503', problem(503, 'api/proxy_error')],
    ['504', problem(504, 'provider/timeout')],
    ['time-out', 'silent'],
    ['reset after the request', 'reset'],
    ['truncated body', 'cut'],
    ['malformed body', { status: 201, text: '{"object":"Relat' }],
    ['body of something else', { status: 200, json: { object: 'Nothing' } }],
    ['empty 2xx', { status: 204 }],
    ['refusal as a page', { status: 403, text: '<html>blocked</html>' }],
    ['200 that says server error', { status: 200, json: { object: 'Error', type: 'api/internal_error', status: 500 } }],
    ['redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['421', { status: 421 }],
  ];
  const pairs = cases.flatMap(([title, answer]) => Object.keys(WRITES).map((name) => [title, name, answer] as const));
  it.each(pairs)('%s on %s', async (_, name, answer) => {
    api.answers(answer);
    expect((await write(name)).answer.kind).toBe('unknown');
    expect(api.calls).toHaveLength(1);
  });

  it.each([
    ['refused port', 'http://127.0.0.1:1'],
    // A label over 63 letters fails in the resolver itself, without a question to the network.
    ['unknown name', `http://${'a'.repeat(64)}.test`],
  ])('but %s is proof that it was not reached', async (_, baseUrl) => {
    expect((await write('invite', create(baseUrl))).answer).toMatchObject({ kind: 'not_reached' });
  });

  it('and so is a plain server behind https, which never got past the handshake', async () => {
    const refused = await write('invite', create(api.baseUrl.replace('http:', 'https:')));
    expect(refused.answer.kind).toBe('not_reached');
  });
});

describe('what a refusal means', () => {
  const rows: [string, ScriptedAnswer, string][] = [
    ['invite', problem(422, 'provider/unprocessable_entity'), 'limit'],
    ['noted', problem(409, 'provider/conflict'), 'limit'],
    ['invite', problem(429, 'provider/too_many_requests'), 'limit'],
    ['message', problem(429, 'provider/too_many_requests'), 'limit'],
    ['visit', problem(429, 'provider/too_many_requests'), 'limit'],
    ['invite', problem(422, 'provider/unprocessable_entity', 'Member is out of network'), 'out_of_network'],
    ['invite', problem(422, 'provider/already_connected'), 'already_connected'],
    ['invite', problem(422, 'errors/cannot_resend_yet'), 'limit'],
    ['invite', problem(400, 'provider/invalid_parameters', 'user_id'), 'target_impossible'],
    ['noted', problem(400, 'provider/invalid_parameters', 'The message is too long.'), 'unrecognised'],
    ['message', problem(404, 'provider/resource_not_found'), 'target_impossible'],
    ['invite', problem(404, 'api/resource_not_found'), 'unrecognised'],
    ['noted', problem(403, 'provider/insufficient_permissions'), 'note_not_allowed'],
    ['invite', problem(403, 'provider/insufficient_permissions'), 'unrecognised'],
    ['inmail', problem(422, 'provider/unprocessable_entity', 'No InMail credits left'), 'insufficient_credits'],
    ['inmail', problem(403, 'provider/insufficient_permissions', 'Not enough credits'), 'insufficient_credits'],
    ['message', problem(422, 'provider/unprocessable_entity'), 'unrecognised'],
    ['withdraw', problem(409, 'provider/conflict'), 'unrecognised'],
    ['withdraw', problem(404, 'provider/resource_not_found'), 'target_impossible'],
    ['message', problem(401, 'provider/invalid_authorization'), 'account_disconnected'],
    ['message', problem(403, 'api/account_restricted'), 'account_restricted'],
    ['message', problem(418, 'api/something_new'), 'unrecognised'],
    ['message', { status: 200, json: { object: 'Error', type: 'api/account_restricted' } }, 'account_restricted'],
    ['message', { status: 403, json: { type: 'api/account_restricted' } }, 'account_restricted'],
  ];
  it.each(rows)('%s answered %j is %s', async (name, answer, code) => {
    api.answers(answer);
    expect((await write(name)).answer).toMatchObject({ kind: 'refused', code });
    expect(api.calls).toHaveLength(1);
  });

  it('the key being refused is no fault of the account and reached no network', async () => {
    api.answers(problem(401, 'api/missing_authorization'));
    expect((await write('invite')).answer.kind).toBe('not_reached');
  });

  it('the API in front says when to come back, and a provider limit takes the later header', async () => {
    const headers = { 'retry-after': '1.5', 'x-ratelimit-reset': '60' };
    api.answers(problem(429, 'api/too_many_requests', '', headers));
    const front = await write('message');
    const { answer } = front;
    expect(answer).toMatchObject({
      kind: 'refused',
      code: 'api_rate_limited',
      resetAfterS: 1.5,
    });
    expect(front.headers).toEqual(headers);
    api.answers(problem(429, 'provider/too_many_requests', '', headers));
    expect((await write('message')).answer).toMatchObject({
      code: 'limit',
      resetAfterS: 60,
    });
    api.answers(problem(429, 'provider/too_many_requests'));
    expect((await write('message')).answer).not.toHaveProperty('resetAfterS');
  });

  it.each([
    [{ 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '12.5' }, [50, 7, 12.5]],
    [{ 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '7' }, null],
    [{ 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, null],
    [{ 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '-1', 'x-ratelimit-reset': '1' }, null],
    [{ 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '1' }, null],
    [{ 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '9999999' }, null],
  ])('rate headers %j are a window only when all three make sense', async (headers, window) => {
    api.answers(problem(429, 'provider/too_many_requests', '', headers));
    const expected = window === null ? undefined : { limit: window[0], remaining: window[1], resetAfterS: window[2] };
    expect((await write('invite')).rate).toEqual(expected);
    expect((await provider.getAccount(ACC)).rate).toEqual(expected);
  });

  it('tells nothing of what the provider wrote: details may quote people', async () => {
    api.answers(problem(422, 'provider/unprocessable_entity', 'Bob said no'));
    expect((await write('invite')).answer).toMatchObject({ detail: '422 provider/unprocessable_entity req-1' });
  });
});

describe('a read', () => {
  const record = { object: 'Account', id: ACC, provider: 'linkedin', status: 'running' };
  it.each([
    [500, { status: 500 } as const],
    ['reset', 'reset' as const],
    ['time-out', 'silent' as const],
  ])('is tried three times on %s', async (_, answer) => {
    api.answers(answer);
    expect(await provider.getAccount(ACC)).toMatchObject({ ok: false, code: 'unavailable' });
    expect(api.calls).toHaveLength(3);
  });

  it('succeeds when the third attempt does', async () => {
    api.answers((_, nth) => (nth < 3 ? { status: 503 } : { status: 200, json: record }));
    expect(await provider.getAccount(ACC)).toMatchObject({ ok: true, value: { status: 'running' } });
  });

  it('of a profile is one call, because each costs a view', async () => {
    api.answers({ status: 500 });
    expect(await provider.getProfile(ACC, 'bob', { fresh: true })).toMatchObject({ ok: false, code: 'unavailable' });
    expect(api.calls).toHaveLength(1);
  });

  it.each([
    [problem(404, 'api/resource_not_found'), 'not_found', undefined],
    [problem(401, 'provider/invalid_authorization'), 'disconnected', undefined],
    [problem(401, 'api/missing_authorization'), 'unavailable', undefined],
    [problem(403, 'api/account_restricted'), 'restricted', undefined],
    [problem(429, 'api/too_many_requests', '', { 'retry-after': '12' }), 'throttled', 12],
    [problem(429, 'provider/too_many_requests'), 'limited', undefined],
    [problem(422, 'provider/unprocessable_entity'), 'unavailable', undefined],
    [{ status: 404, text: 'page' }, 'unavailable', undefined],
    [{ status: 200, text: 'page' }, 'unavailable', undefined],
  ])('answered %j fails as %s without another try', async (answer, code, retryAfterS) => {
    api.answers(answer);
    const read = await provider.getAccount(ACC);
    expect(read).toMatchObject({ ok: false, code });
    expect(read.ok ? null : read.retryAfterS).toBe(retryAfterS);
    expect(api.calls).toHaveLength(1);
  });

  it.each([400, 422])('of a person that the provider cannot make sense of (%s) finds nobody', async (status) => {
    api.answers(problem(status, status === 400 ? 'provider/invalid_parameters' : 'provider/unprocessable_entity'));
    expect(await provider.getProfile(ACC, 'bob', { fresh: true })).toMatchObject({ ok: false, code: 'not_found' });
  });

  it('follows a redirect on the same origin only, so that the key stays there', async () => {
    const slash = '/v2/accounts/acc_1/';
    api.answers(({ path }) =>
      path === slash ? { status: 200, json: record } : { status: 301, headers: { location: slash } },
    );
    expect(await provider.getAccount(ACC)).toMatchObject({ ok: true });
    const other = await startScriptedApi();
    api.answers({ status: 301, headers: { location: `${other.baseUrl}${slash}` } });
    expect(await provider.getAccount(ACC)).toMatchObject({ ok: false, code: 'unavailable' });
    expect(other.calls).toHaveLength(0);
    await other.stop();
  });
});

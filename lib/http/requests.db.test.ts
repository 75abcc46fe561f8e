import { sql } from 'drizzle-orm';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appDatabase } from '@/db/app-database';
import { openDatabase } from '@/db/client';
import { createAccount, createCampaign, createInstallation, createUser, createWorkspace } from '@/db/testing/factories';
import { testContext } from '@/db/testing/service-context';
import { stubSettings } from '@/db/testing/stub-settings';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { openSuiteDatabase } from '@/db/testing/suite-database';
import { hashPassword } from '@/lib/auth/password';
import { sessionCookieName } from '@/lib/auth/session-cookie';
import { signInByPassword } from '@/lib/auth/sign-in';
import { createToken } from '@/lib/services/tokens/create-token';
import { handleApi } from './handle-api';

const NOW = new Date('2026-03-03T09:00:00Z');
const SECRET = 'a secret of thirty-two characters';
const PASSWORD = 'correct horse battery staple';
const APP_URL = 'http://127.0.0.1:3000';
const JSON_TYPE = { 'content-type': 'application/json' };

/** Where `appDatabase` keeps the process's pool. */
const POOL = Symbol.for('headroom.app-database');
const pool: typeof globalThis & { [POOL]?: unknown } = globalThis;

let suite: SuiteDatabase;
let token: string;
let cookie: string;
let campaignId: string;
let accountId: string;
let announced: string[] = [];

beforeAll(async () => {
  suite = await openSuiteDatabase();
  stubSettings(suite.ownerUrl);
  await createInstallation(suite.owner, { id: 'test-installation', now: NOW });
  const workspaceId = (await createWorkspace(suite.owner, { now: NOW })).id;
  const user = await createUser(suite.owner, { workspaceId, now: NOW, role: 'owner' });
  const base = { workspaceId, ownerId: user.id, now: NOW };
  accountId = (await createAccount(suite.owner, base)).id;
  campaignId = (await createCampaign(suite.owner, { ...base, senderIds: [accountId], state: 'draft' })).id;
  token = (await createToken(testContext(suite.app, { workspaceId, userId: user.id, now: NOW }), { role: 'owner' }))
    .token;
  const passwordHash = await hashPassword(PASSWORD);
  await suite.owner.orm.execute(sql`update auth_users set password_hash = ${passwordHash} where id = ${user.id}`);
  const signed = await signInByPassword(suite.app, {
    email: `${user.id}@example.test`,
    password: PASSWORD,
    address: null,
    secret: SECRET,
  });
  if (!signed.ok) throw new Error(signed.reason);
  const value = await encode({ token: { sid: signed.sessionId }, secret: SECRET });
  cookie = `${sessionCookieName({ APP_URL: undefined })}=${value}`;
});

afterAll(async () => {
  await appDatabase().end();
  vi.unstubAllEnvs();
  await suite?.close();
});

interface Call {
  body?: BodyInit | null;
  headers?: Record<string, string>;
  /** `session` sends the cookie, `nobody` nothing. */
  as?: 'bearer' | 'session' | 'nobody';
}

async function call(method: string, path: string, { body = null, headers = {}, as = 'bearer' }: Call = {}) {
  const sent = new Headers({ host: '127.0.0.1:3000', ...headers });
  if (as === 'bearer') sent.set('authorization', `Bearer ${token}`);
  if (as === 'session') sent.set('cookie', cookie);
  const init: RequestInit & { duplex: 'half' } = { method, headers: sent, body, duplex: 'half' };
  const response = await handleApi(new Request(`${APP_URL}/api/v1${path}`, init), {
    provider: testContext(suite.app, { workspaceId: '', userId: '', now: NOW }).provider,
    announce: async (event) => void announced.push(event.name),
    appUrl: APP_URL,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}, as?: Call['as']) =>
  call('POST', path, { body: JSON.stringify(body), headers: { ...JSON_TYPE, ...headers }, ...(as ? { as } : {}) });
const listName = () => `List ${crypto.randomUUID()}`;
const listsNamed = async (name: string) =>
  (await suite.owner.orm.execute(sql`select id from lists where name = ${name}`)).length;

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
    const steps = await call('PUT', `/campaigns/${campaignId}/steps`, {
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

describe('an Idempotency-Key', () => {
  it('lets a request do its work once and conflicts with another body', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = listName();
    const first = await post('/lists', { name }, headers);
    const again = await post('/lists', { name }, headers);
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect([first, again].map((answer) => answer.headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect((await post('/lists', { name: listName() }, headers)).body).toMatchObject({ status: 409, code: 'conflict' });
    expect(await listsNamed(name)).toBe(1);
  });

  it('gives a refusal again as it was', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const [first, again] = [await post('/lists', { name: '' }, headers), await post('/lists', { name: '' }, headers)];
    expect([again.status, again.body]).toEqual([422, first.body]);
    expect(again.headers.get('content-type')).toBe('application/problem+json');
  });

  it('lets one of many at the same time through, and the rest wait or get its answer', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = listName();
    const answers = await Promise.all(Array.from({ length: 6 }, () => post('/lists', { name }, headers)));
    expect(await listsNamed(name)).toBe(1);
    const created = answers.filter((answer) => answer.status === 201);
    expect(new Set(created.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.filter((answer) => answer.status !== 201).every((answer) => answer.body.code === 'conflict')).toBe(
      true,
    );
  });

  it('knows a file again in a form with another boundary, and another file as another request', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = listName();
    const upload = (text: string) => call('POST', '/imports', { body: people(text, name), headers });
    const first = await upload('Email\nada@x.test\n');
    const again = await upload('Email\nada@x.test\n');
    expect([first.status, again.body]).toEqual([201, first.body]);
    expect((await upload('Email\nbo@x.test\n')).body.code).toBe('conflict');
  });

  it('keeps no token and no name in clear in the store', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = listName();
    const made = await post('/tokens', { role: 'viewer', name }, headers);
    expect(made.status).toBe(201);
    const kept = JSON.stringify(await suite.owner.orm.execute(sql`select body from idempotency_keys`));
    expect(kept).toContain('v1.');
    expect(kept.includes(made.body.token) || kept.includes(name)).toBe(false);
    expect((await post('/tokens', { role: 'viewer', name }, headers)).body.token).toBe(made.body.token);
  });

  it.each(['', 'with space', 'x'.repeat(201)])('%j is refused', async (key) => {
    expect((await post('/lists', { name: listName() }, { 'idempotency-key': key })).body.code).toBe(
      'validation_failed',
    );
  });
});

describe('a change with a session', () => {
  it.each<[string, Record<string, string>, number]>([
    ['our own page', { origin: APP_URL }, 201],
    [
      'a page that is opened under another name of this machine',
      { origin: 'http://localhost:3000', host: 'localhost:3000' },
      201,
    ],
    ['no page that it names', {}, 403],
    ['another port of the host', { origin: 'http://127.0.0.1:4000', host: '127.0.0.1:3000' }, 403],
    ['another site', { origin: 'https://evil.example' }, 403],
    ['the same host without its encryption', { origin: 'https://127.0.0.1:3000', host: '127.0.0.1:3000' }, 403],
    ['a page that hides itself', { origin: 'null' }, 403],
  ])('from %s', async (_page, headers, status) => {
    const name = listName();
    const answer = await post('/lists', { name }, headers, 'session');
    expect(answer.status).toBe(status);
    expect(await listsNamed(name)).toBe(status === 201 ? 1 : 0);
  });

  it('needs no origin to read, and a bearer token needs none to change', async () => {
    expect((await call('GET', '/me', { as: 'session' })).body).toMatchObject({ role: 'owner', tokenId: null });
    expect((await post('/lists', { name: listName() }, { origin: 'https://elsewhere.example' })).status).toBe(201);
  });
});

describe('the engine', () => {
  it('hears of a pause, a resumption and new hours, but not of a new name', async () => {
    announced = [];
    const path = `/accounts/${accountId}`;
    const change = (method: string, to: string, body: string) => call(method, to, { body, headers: JSON_TYPE });
    const paused = await change('PUT', `${path}/pause`, '{"reason":"a test"}');
    expect(paused.body).toMatchObject({ pauseReason: 'a test', dispatching: [] });
    expect((await call('DELETE', `${path}/pause`)).status).toBe(200);
    expect((await change('PATCH', path, '{"name":"Another"}')).body.name).toBe('Another');
    expect((await change('PATCH', path, '{"timeZone":"Europe/Paris"}')).body.timeZone).toBe('Europe/Paris');
    expect(announced).toEqual(['account/paused', 'account/resumed', 'account/schedule-changed']);
  });

  it('hears nothing of a launch that was refused', async () => {
    announced = [];
    expect((await call('PUT', `/campaigns/${campaignId}/launch`)).status).toBeGreaterThanOrEqual(400);
    expect(announced).toEqual([]);
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

function form(fields: Record<string, string>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
}

function people(text: string, name: string): FormData {
  const made = form({ listName: name });
  made.set('file', new File([text], 'people.csv', { type: 'text/csv' }));
  return made;
}

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

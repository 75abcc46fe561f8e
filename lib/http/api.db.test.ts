import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { appDatabase } from '@/db/app-database';
import {
  createAccount,
  createCampaign,
  createEnrolment,
  createInstallation,
  createProspect,
  createUser,
  createWorkspace,
} from '@/db/testing/factories';
import { testContext } from '@/db/testing/service-context';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { openSuiteDatabase } from '@/db/testing/suite-database';
import { createToken } from '@/lib/services/tokens/create-token';
import { handleApi } from './handle-api';

const NOW = new Date('2026-03-03T09:00:00Z');
const OPEN_API = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

interface World {
  token: string;
  ids: Record<string, string>;
}

let suite: SuiteDatabase;
let ours: World;
let theirs: World;
let viewer: string;
let announced: string[] = [];

beforeAll(async () => {
  suite = await openSuiteDatabase();
  vi.stubEnv('DATABASE_URL', suite.ownerUrl);
  vi.stubEnv('NEXTAUTH_SECRET', 'a secret of thirty-two characters');
  vi.stubEnv('ENCRYPTION_KEY', Buffer.alloc(32, 7).toString('base64'));
  vi.stubEnv('UNIPILE_API_URL', 'http://127.0.0.1:9');
  vi.stubEnv('UNIPILE_API_KEY', 'key');
  vi.stubEnv('UNIPILE_WEBHOOK_SECRET', 'secret');
  vi.stubEnv('DATA_DIR', '.data/test-api');
  await createInstallation(suite.owner, { id: 'test-installation', now: NOW });
  ours = await world('owner');
  theirs = await world('owner');
  viewer = await tokenFor(ours.ids.workspace ?? '', 'viewer');
}, 60_000);

afterAll(async () => {
  await appDatabase().end();
  vi.unstubAllEnvs();
  await suite?.close();
});

async function world(role: 'owner' | 'viewer'): Promise<World> {
  const workspace = await createWorkspace(suite.owner, { now: NOW, name: `Workspace ${crypto.randomUUID()}` });
  const base = { workspaceId: workspace.id, now: NOW };
  const user = await createUser(suite.owner, { ...base, role });
  const account = await createAccount(suite.owner, { ...base, ownerId: user.id, name: 'A sender' });
  const campaign = await createCampaign(suite.owner, { ...base, ownerId: user.id, senderIds: [account.id] });
  const prospect = await createProspect(suite.owner, base);
  const enrolment = await createEnrolment(suite.owner, {
    ...base,
    campaignId: campaign.id,
    prospectId: prospect.id,
    accountId: account.id,
    stepId: campaign.stepId,
  });
  const token = await tokenFor(workspace.id, role);
  return {
    token,
    ids: {
      workspace: workspace.id,
      accounts: account.id,
      campaigns: campaign.id,
      prospects: prospect.id,
      enrolment: enrolment.id,
      members: user.id,
    },
  };
}

async function tokenFor(workspaceId: string, role: 'owner' | 'viewer'): Promise<string> {
  const user = await createUser(suite.owner, { workspaceId, now: NOW, role: 'owner' });
  const ctx = testContext(suite.app, { workspaceId, userId: user.id, role: 'owner', now: NOW });
  return (await createToken(ctx, { role })).token;
}

async function call(
  method: string,
  path: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
) {
  const { token = ours.token, body } = options;
  const request = new Request(`http://127.0.0.1:3000/api/v1${path}`, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await handleApi(request, {
    provider: testContext(suite.app, { workspaceId: '', userId: '', now: NOW }).provider,
    announce: async (event) => void announced.push(event.name),
    appUrl: 'http://127.0.0.1:3000',
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === '' ? null : JSON.parse(text) };
}

/** Every path and method of the API as its own description lists them. */
async function routes(): Promise<{ method: string; path: string }[]> {
  const { paths } = OPEN_API.parse((await call('GET', '/openapi.json', { token: '' })).body);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

describe('the API', () => {
  it('describes itself without a sign-in and asks for one everywhere else', async () => {
    const all = await routes();
    expect(all.length).toBeGreaterThan(45);
    for (const { method, path } of all) {
      const answer = await call(method, path.replace('{id}', 'x'), { token: '' });
      expect(answer.status, `${method} ${path}`).toBe(401);
      expect(answer.body, `${method} ${path}`).toMatchObject({ code: 'unauthenticated', status: 401 });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
  });

  it('answers every list and every object of the workspace in the shape it promises', async () => {
    for (const { method, path } of await routes()) {
      if (method !== 'GET') continue;
      const noun = path.split('/')[1] ?? '';
      const id = ours.ids[noun];
      if (path.includes('{id}') && id === undefined) continue;
      const answer = await call('GET', path.replace('{id}', id ?? ''));
      expect(answer.status, `${path}: ${answer.text.slice(0, 300)}`).toBe(200);
    }
  });

  it('shows and changes nothing of another workspace, whatever the route', async () => {
    const secrets = Object.values(theirs.ids);
    for (const { method, path } of await routes()) {
      const noun = path.split('/')[1] ?? '';
      const foreign = theirs.ids[noun] ?? 'imp_none';
      const body = method === 'GET' ? undefined : bodyFor(path);
      const answer = await call(method, path.replace('{id}', foreign), body === undefined ? {} : { body });
      const where = `${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 200)}`;
      if (path.includes('{id}')) expect([403, 404, 422], where).toContain(answer.status);
      for (const secret of secrets) {
        if (secret !== foreign) expect(answer.text.includes(secret), where).toBe(false);
      }
      if (path.includes('{id}') && method === 'GET') expect(answer.status, where).toBe(404);
    }
    const campaign = await call('GET', `/campaigns/${theirs.ids.campaigns}`, { token: theirs.token });
    expect(campaign.body).toMatchObject({ name: 'A test campaign', state: 'running' });
  });

  it('does not take another workspace’s ids inside a body or a filter', async () => {
    const { accounts = '', campaigns = '', prospects = '' } = theirs.ids;
    expect((await call('POST', '/campaigns', { body: { name: 'Theirs', senderIds: [accounts] } })).status).toBe(422);
    const added = await call('POST', `/campaigns/${ours.ids.campaigns}/people`, { body: { prospectIds: [prospects] } });
    expect(added.body).toMatchObject({ enrolled: 0, leftOut: { unknown: 1 } });
    for (const filter of [`accountId=${accounts}`, `campaignId=${campaigns}`, `prospectId=${prospects}`]) {
      expect((await call('GET', `/sends?${filter}`)).body).toEqual({ items: [], nextCursor: null });
    }
    const stop = { scope: 'account', id: accounts };
    expect([403, 404]).toContain((await call('PUT', '/controls/stop', { body: stop })).status);
  });

  it('lets a viewer read and change nothing', async () => {
    for (const { method, path } of await routes()) {
      if (method === 'GET') continue;
      const id = ours.ids[path.split('/')[1] ?? ''] ?? 'x';
      // A preview sends nothing and stores nothing.
      if (path.endsWith('/preview')) continue;
      const answer = await call(method, path.replace('{id}', id), { token: viewer, body: bodyFor(path) });
      expect([403, 404, 422, 415], `${method} ${path}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
    }
    expect(
      (await call('PATCH', `/accounts/${ours.ids.accounts}`, { token: viewer, body: { name: 'New' } })).status,
    ).toBe(403);
  });
});

/** A body that would do something, were it allowed. */
function bodyFor(path: string): unknown {
  if (path.endsWith('/steps')) return [{ kind: 'invite' }];
  if (path.endsWith('/caps')) return { dailyLimit: 1, invite: 1, message: 1, inmail: 1 };
  if (path.endsWith('/preview')) return { text: 'Hi' };
  if (path.endsWith('/people')) return { prospectIds: ['ppl_none'] };
  if (path === '/members/{id}') return { role: 'viewer' };
  return {};
}

describe('a request', () => {
  it('gets field errors with their paths', async () => {
    const answer = await call('POST', '/campaigns', { body: { name: '', senderIds: 'none' } });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('validation_failed');
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual(
      expect.arrayContaining(['name', 'senderIds']),
    );
  });

  it('is refused for a wrong media type, a body that is no JSON, an unknown path and a size over the limit', async () => {
    expect((await call('POST', '/lists', { body: {}, headers: { 'content-type': 'text/plain' } })).body.code).toBe(
      'unsupported_media_type',
    );
    expect((await call('GET', '/nothing')).body).toMatchObject({ code: 'not_found', status: 404 });
    expect((await call('POST', '/lists', { body: {}, headers: { 'content-length': '90000000' } })).body.code).toBe(
      'too_large',
    );
    expect((await call('GET', '/accounts', { token: 'hdr_wrong_wrong_wrong_wrong' })).status).toBe(401);
  });

  it('with an Idempotency-Key does its work once, and another body under the same key is a conflict', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const name = `List ${crypto.randomUUID()}`;
    const first = await call('POST', '/lists', { body: { name }, headers });
    expect(first.status).toBe(201);
    const again = await call('POST', '/lists', { body: { name }, headers });
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await call('POST', '/lists', { body: { name: `${name} 2` }, headers })).body.code).toBe('conflict');
  });

  it('pages through a list without losing or repeating anything', async () => {
    for (let n = 0; n < 5; n += 1) await call('POST', '/lists', { body: { name: `Page ${n} ${crypto.randomUUID()}` } });
    const seen: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await call('GET', `/lists?limit=2${cursor}`);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  it('tells the engine of what it must do at once', async () => {
    announced = [];
    const path = `/accounts/${ours.ids.accounts}/pause`;
    expect((await call('PUT', path, { body: { reason: 'a test' } })).status).toBe(200);
    expect((await call('DELETE', path)).status).toBe(200);
    expect(announced).toEqual(['account/paused', 'account/resumed']);
  });
});

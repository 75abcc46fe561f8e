import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createUser } from '@/db/testing/factories';
import { testContext } from '@/db/testing/service-context';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { can, ROLES, type Role } from '@/lib/domain/access/roles';
import { createToken } from '@/lib/services/tokens/create-token';
import { type ApiWorld, createApiWorld } from './testing/api-world';
import { type ApiSuite, NOW, openApiSuite } from './testing/open-api-suite';
import { CHANGES, DOCUMENTED, NOT_FOR_VIEWERS } from './testing/route-tables';

const OPEN_API = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

let api: ApiSuite;
let suite: SuiteDatabase;
let ours: ApiWorld;
let theirs: ApiWorld;

beforeAll(async () => {
  api = await openApiSuite();
  suite = api.database;
  ours = await createApiWorld(suite, 'Ours');
  theirs = await createApiWorld(suite, 'Theirs');
  for (const { ids, workspaceId } of [ours, theirs]) api.runs.set(ids.system ?? '', workspaceId);
}, 60_000);

afterAll(() => api?.close());

async function tokenOf(role: Role): Promise<string> {
  const user = await createUser(suite.owner, { workspaceId: ours.workspaceId, now: NOW, role: 'owner' });
  const ctx = testContext(suite.app, { workspaceId: ours.workspaceId, userId: user.id, role: 'owner', now: NOW });
  return (await createToken(ctx, { role })).token;
}

/** As the owner of our workspace, or with another token; an empty one is nobody's. */
const call = (method: string, path: string, { token = ours.token, body }: { token?: string; body?: unknown } = {}) =>
  api.call(method, path, { body, ...(token === '' ? {} : { token }) });

/** Every path and method of the API as its own description lists them. */
async function routes(): Promise<{ method: string; path: string; noun: string }[]> {
  const { paths } = OPEN_API.parse((await call('GET', '/openapi.json', { token: '' })).body);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path, noun: path.split('/')[1] ?? '' })),
  );
}

/** All rows of a workspace as one text, but for what asking leaves behind. */
async function rowsOf(workspaceId: string): Promise<string> {
  const tables = await suite.owner.orm.execute<{ name: string }>(
    sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id' and table_name <> 'idempotency_keys' order by 1`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await suite.owner.orm.execute(
      sql`select to_jsonb(t)::text as row from ${sql.identifier(name)} t where workspace_id = ${workspaceId} order by 1`,
    );
    texts.push(`${name} ${JSON.stringify(rows)}`);
  }
  expect(texts.length).toBeGreaterThan(15);
  return texts.join('\n');
}

describe('the API', () => {
  it('describes itself without a sign-in and asks for one everywhere else', async () => {
    const all = await routes();
    expect(all.length).toBeGreaterThan(45);
    for (const { method, path } of all) {
      const answer = await call(method, path.replace('{id}', 'x'), { token: '' });
      expect(answer.body, `${method} ${path}`).toMatchObject({ code: 'unauthenticated', status: 401 });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([401, 'application/problem+json']);
    }
  });

  it('knows of every change what it takes', async () => {
    const changes = (await routes()).filter(({ method }) => method !== 'GET');
    expect(changes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(Object.keys(CHANGES).sort());
  });

  it('answers every list and every object of the workspace', async () => {
    for (const { method, path, noun } of await routes()) {
      if (method !== 'GET') continue;
      const answer = await call('GET', path.replace('{id}', ours.ids[noun] ?? 'missing'));
      expect(answer.status, `${path}: ${answer.text.slice(0, 300)}`).toBe(200);
    }
  });

  it.each(DOCUMENTED)('gives %s with the fields that the design promises', async (path, at, fields) => {
    const noun = path.split('/')[1] ?? '';
    let value = (await call('GET', path.replace('{id}', ours.ids[noun] ?? ''))).body;
    for (const key of at) value = value[key];
    expect(Object.keys(value)).toEqual(expect.arrayContaining(fields.split(' ')));
  });
});

describe('a yes or no in an address', () => {
  const of = async (query: string) => (await call('GET', `/threads?${query}`)).body.items.map(idOf);
  const idOf = ({ id }: { id: string }) => id;

  it('is the word true or false: the word false asks for all conversations, and no other word is understood', async () => {
    const id = ours.ids.threads ?? '';
    const when = (column: string, at: string | null) =>
      suite.owner.orm.execute(sql`update threads set ${sql.identifier(column)} = ${at}::timestamptz where id = ${id}`);
    expect([await of('unanswered=true'), await of('unanswered=false')]).toEqual([[], [id]]);
    await when('last_inbound_at', NOW.toISOString());
    expect([await of('unanswered=true'), await of('unanswered=false')]).toEqual([[id], [id]]);
    // The same moment is no later one: whoever wrote first has their answer.
    await when('last_outbound_at', NOW.toISOString());
    expect([await of('unanswered=true'), await of('limit=10')]).toEqual([[], [id]]);
    for (const word of ['', '1', 'TRUE', 'yes'])
      expect((await call('GET', `/threads?unanswered=${word}`)).body.code, word).toBe('validation_failed');
  });
});

describe('another workspace', () => {
  it('is neither shown nor changed by any route', async () => {
    const before = await rowsOf(theirs.workspaceId);
    for (const { method, path, noun } of await routes()) {
      const foreign = theirs.ids[noun];
      if (path.includes('{id}')) expect(foreign, `an id for ${path}`).toBeDefined();
      const answer = await call(method, path.replace('{id}', foreign ?? ''), {
        body: CHANGES[`${method} ${path}`]?.body,
      });
      const where = `${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 200)}`;
      if (path.includes('{id}')) expect(answer.status, where).toBe(404);
      for (const secret of theirs.secrets) expect(answer.text.includes(secret), `${where} tells ${secret}`).toBe(false);
    }
    expect(await rowsOf(theirs.workspaceId)).toBe(before);
  });

  it('has no ids that work inside a body or a filter', async () => {
    const { accounts = '', campaigns = '', prospects = '' } = theirs.ids;
    const before = await rowsOf(theirs.workspaceId);
    expect((await call('POST', '/campaigns', { body: { name: 'Theirs', senderIds: [accounts] } })).status).toBe(422);
    const added = await call('POST', `/campaigns/${ours.ids.campaigns}/people`, { body: { prospectIds: [prospects] } });
    expect([409, 200]).toContain(added.status);
    expect(added.body.enrolled ?? 0).toBe(0);
    for (const filter of [`accountId=${accounts}`, `campaignId=${campaigns}`, `prospectId=${prospects}`]) {
      expect((await call('GET', `/sends?${filter}`)).body).toEqual({ items: [], nextCursor: null });
    }
    for (const scope of ['account', 'campaign'] as const) {
      const id = scope === 'account' ? accounts : campaigns;
      expect((await call('PUT', '/controls/stop', { body: { scope, id } })).status).toBe(404);
    }
    expect(await rowsOf(theirs.workspaceId)).toBe(before);
  });
});

describe('a role', () => {
  it.each(ROLES)('%s is refused exactly what it has no permission for', async (role) => {
    const token = await tokenOf(role);
    for (const [route, { permission, body }] of Object.entries(CHANGES)) {
      const [method = '', path = ''] = route.split(' ');
      const answer = await call(method, path.replace('{id}', 'none'), { token, body });
      expect(answer.status === 403, `${route} answered ${answer.text.slice(0, 200)}`).toBe(!can(role, permission));
    }
  });

  it('of a viewer changes nothing, and reads everything but what is for admins, and nobody’s letters', async () => {
    const token = await tokenOf('viewer');
    const before = await rowsOf(ours.workspaceId);
    for (const { method, path, noun } of await routes()) {
      const change = CHANGES[`${method} ${path}`];
      const answer = await call(method, path.replace('{id}', ours.ids[noun] ?? ''), { token, body: change?.body });
      const where = `${method} ${path} answered ${answer.text.slice(0, 200)}`;
      const open = change === undefined ? !NOT_FOR_VIEWERS.includes(path) : change.permission === 'read';
      expect(answer.status, where).toBe(open ? 200 : 403);
    }
    expect(await rowsOf(ours.workspaceId)).toBe(before);
  });
});

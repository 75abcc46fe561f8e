import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createUser } from '@/db/testing/factories';
import { testContext } from '@/db/testing/service-context';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { can, type Permission, ROLES, type Role } from '@/lib/domain/access/roles';
import { createToken } from '@/lib/services/tokens/create-token';
import { type ApiWorld, createApiWorld } from './testing/api-world';
import { type ApiSuite, NOW, openApiSuite } from './testing/open-api-suite';

const OPEN_API = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

const NOT_FOR_VIEWERS = ['/audit', '/tokens', '/system', '/system/runs', '/system/runs/{id}', '/threads/{id}/messages'];
const EXPLANATION = 'verdict headline primary also next checks';
/** Path, where in the answer, and the fields of design.md §6 there. */
const DOCUMENTED: [path: string, at: (string | number)[], fields: string][] = [
  [
    '/accounts/{id}',
    [],
    'id provider tier name state stateReason timeZone workingHours daysOff targets ownerId connectedAt',
  ],
  ['/accounts', ['items', 0], 'id provider tier name state'],
  ['/accounts', [], 'items nextCursor'],
  ['/accounts/{id}', ['workingHours', 0], 'day from to'],
  ['/accounts/{id}/usage', [], 'asOf budgets'],
  [
    '/accounts/{id}/usage',
    ['budgets', 0],
    'budget window cap sent reserved unknown used left effective bindingBudget resetsAt',
  ],
  ['/accounts/{id}/ramp', [], 'week weeks today days'],
  ['/accounts/{id}/ramp', ['today'], 'cap decision reason inputs'],
  ['/accounts/{id}/ramp', ['days', 0], 'date cap planned sent decision reason'],
  ['/accounts/{id}/health', ['factors', 0], 'value sample verdict'],
  ['/accounts/{id}/explanation', [], EXPLANATION],
  ['/accounts/{id}/explanation', ['primary'], 'code text since until'],
  ['/accounts/{id}/explanation', ['checks', 0], 'code result detail'],
  ['/campaigns/{id}/explanation', [], EXPLANATION],
  ['/prospects/{id}/explanation', [], EXPLANATION],
  ['/imports/{id}', [], 'id rows created merged duplicate suppressed invalid state'],
  ['/imports/{id}/rows', [], 'items nextCursor'],
  ['/imports', ['items', 0], 'id kind rows state stateReason nextAt'],
  ['/campaigns/{id}/caps', [], 'dailyLimit invite message inmail'],
  ['/campaigns/{id}/steps', [0], 'id kind delayDays text subject note timeoutDays otherwise'],
  ['/campaigns/{id}/people', ['items', 0], 'id prospectId state reason priority'],
  [
    '/sends',
    ['items', 0],
    'id accountId campaignId enrolmentId stepId prospectId action origin state spent attempt budgets reservedAt dispatchedAt settledAt answer',
  ],
  ['/invitations?type=sent', ['items', 0], 'id accountId prospectId state withdrawal'],
  ['/threads', ['items', 0], 'id accountId prospectId name lastInboundAt lastOutboundAt'],
  ['/threads/{id}/messages', [], 'items nextCursor'],
  ['/me', [], 'user role workspace permissions'],
  ['/system/runs', ['items', 0], 'id functionId state startedAt error'],
];

/** Every route that changes something, with a body that would do it and the permission that it takes. */
const CHANGES: Record<string, { permission: Permission; body?: unknown }> = {
  'POST /accounts/link': { permission: 'accounts.connect', body: { provider: 'linkedin' } },
  'PATCH /accounts/{id}': { permission: 'accounts.manage_own', body: { name: 'Renamed' } },
  'PUT /accounts/{id}/pause': { permission: 'accounts.manage_own', body: { reason: 'a test' } },
  'DELETE /accounts/{id}/pause': { permission: 'accounts.manage_own' },
  'DELETE /accounts/{id}/stops': { permission: 'accounts.manage_own', body: { action: 'invite' } },
  'POST /campaigns': { permission: 'campaigns.write', body: { name: 'New', senderIds: [] } },
  'PATCH /campaigns/{id}': { permission: 'campaigns.write', body: { name: 'Renamed' } },
  'PUT /campaigns/{id}/caps': {
    permission: 'campaigns.write',
    body: { dailyLimit: 1, invite: 1, message: 1, inmail: 1 },
  },
  'PUT /campaigns/{id}/steps': { permission: 'campaigns.write', body: [{ kind: 'visit' }] },
  'POST /campaigns/{id}/people': { permission: 'campaigns.write', body: { prospectIds: ['ppl_none'] } },
  'PUT /campaigns/{id}/launch': { permission: 'campaigns.write', body: {} },
  'PUT /campaigns/{id}/pause': { permission: 'campaigns.write', body: { reason: 'a test' } },
  'DELETE /campaigns/{id}/pause': { permission: 'campaigns.write' },
  'POST /campaigns/{id}/preview': { permission: 'read', body: { text: 'Hi' } },
  'POST /prospects': { permission: 'prospects.write', body: { fullName: 'Bo Example', email: 'bo@x.test' } },
  'PATCH /prospects/{id}': { permission: 'prospects.write', body: { company: 'Renamed' } },
  'DELETE /prospects/{id}': { permission: 'prospects.write' },
  'PUT /prospects/{id}/pause': { permission: 'prospects.write', body: { reason: 'a test' } },
  'DELETE /prospects/{id}/pause': { permission: 'prospects.write' },
  'PUT /sends/{id}/decision': { permission: 'accounts.manage_own', body: { outcome: 'closed' } },
  'POST /invitations': { permission: 'accounts.manage_own', body: { accountId: 'acc_none', prospectId: 'ppl_none' } },
  'PUT /invitations/{id}/accept': { permission: 'accounts.manage_own' },
  'PUT /invitations/{id}/refuse': { permission: 'accounts.manage_own' },
  'PUT /invitations/{id}/withdraw': { permission: 'accounts.manage_own' },
  'POST /threads': {
    permission: 'accounts.manage_own',
    body: { accountId: 'acc_none', prospectId: 'ppl_none', text: 'Hi' },
  },
  'POST /threads/{id}/messages': { permission: 'accounts.manage_own', body: { text: 'Hi' } },
  'POST /lists': { permission: 'prospects.write', body: { name: 'New' } },
  'PATCH /lists/{id}': { permission: 'prospects.write', body: { name: 'Renamed' } },
  'DELETE /lists/{id}': { permission: 'prospects.write' },
  'POST /imports': { permission: 'prospects.write', body: peopleFile() },
  'POST /imports/audience': {
    permission: 'prospects.write',
    body: { accountId: 'acc_none', search: 'cto', listName: 'Found', most: 50 },
  },
  'PUT /imports/{id}/cancel': { permission: 'prospects.write' },
  'POST /suppressions': { permission: 'prospects.write', body: { kind: 'domain', value: 'other.test' } },
  'DELETE /suppressions/{id}': { permission: 'controls.resume' },
  'PUT /controls/stop': { permission: 'controls.stop', body: { scope: 'action', action: 'comment' } },
  'DELETE /controls/stop': { permission: 'controls.resume', body: { scope: 'action', action: 'comment' } },
  'PUT /limits': { permission: 'limits.write', body: { key: 'invite.day', tiers: ['premium'], cap: 79 } },
  'POST /members': { permission: 'members.write', body: { email: 'new@x.test', name: 'New', role: 'viewer' } },
  'PATCH /members/{id}': { permission: 'members.write', body: { role: 'viewer' } },
  'DELETE /members/{id}': { permission: 'members.write' },
  'POST /tokens': { permission: 'tokens.write', body: { role: 'viewer' } },
  'DELETE /tokens/{id}': { permission: 'tokens.write' },
  'PUT /installation/confirm': { permission: 'installation.confirm' },
  'PUT /system/runs/{id}/cancel': { permission: 'system.manage' },
  'POST /system/runs/{id}/retry': { permission: 'system.manage' },
  'POST /clock/jump': { permission: 'clock.jump', body: { to: 'never' } },
};

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

function peopleFile(): FormData {
  const form = new FormData();
  form.set('file', new File(['Email\nnew@x.test\n'], 'people.csv', { type: 'text/csv' }));
  form.set('listName', 'Imported');
  return form;
}

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

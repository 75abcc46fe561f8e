import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenActor } from '../../../db/queries/auth';
import { createUser, createWorkspace } from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import { sha256 } from '../../platform/secrets';
import { listAudit } from '../audit/list-audit';
import type { ServiceContext } from '../context';
import { createToken } from './create-token';
import { listTokens } from './list-tokens';
import { revokeToken } from './revoke-token';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let database: SuiteDatabase;
let context: ServiceContext;

beforeAll(async () => {
  database = await openSuiteDatabase();
  const { id: workspaceId } = await createWorkspace(database.owner, { now: NOW });
  const owner = await createUser(database.owner, { workspaceId, now: NOW });
  context = testContext(database.app, { workspaceId, userId: owner.id, now: NOW });
});
afterAll(async () => {
  await database.close();
});

const works = async (token: string) => (await tokenActor(database.app, sha256(token))) !== null;
const asToken = (tokenId: string): ServiceContext => ({
  ...context,
  actor: { kind: 'token', tokenId, role: 'admin', workspaceId: context.actor.workspaceId },
});

test('only the hash of a token is stored, and the list never shows either', async () => {
  const { id, token } = await createToken(context, { role: 'rep', days: 2, name: 'for CI' });
  const rows = JSON.stringify([...(await database.owner.orm.execute(sql`select * from tokens where id = ${id}`))]);
  expect(rows).toContain(sha256(token));
  expect(rows).not.toContain(token);
  const listed = await listTokens(context);
  expect(listed.items.find((item) => item.id === id)).toMatchObject({ name: 'for CI', role: 'rep', state: 'active' });
  expect(JSON.stringify(listed)).not.toContain(sha256(token));
});

test('a token ends after its days of wall time, whatever the app clock says', async () => {
  const { id, token, expiresAt } = await createToken(context, { role: 'rep', days: 2 });
  const realMs = Date.now();
  expect(Math.abs(Date.parse(expiresAt) - realMs - 2 * 86_400_000)).toBeLessThan(60_000);
  expect(await works(token)).toBe(true);
  await database.owner.orm.execute(sql`update tokens set expires_at = clock_timestamp() where id = ${id}`);
  expect(await works(token)).toBe(false);
  expect((await listTokens(context)).items.find((item) => item.id === id)?.state).toBe('expired');
});

test('what a token makes lives no longer than it and is revoked with it', async () => {
  const parent = await createToken(context, { role: 'admin', days: 1 });
  const child = await createToken(asToken(parent.id), { role: 'rep', days: 300 });
  expect(child.expiresAt).toBe(parent.expiresAt);
  expect((await revokeToken(context, { id: parent.id })).revoked).toEqual([parent.id, child.id].sort());
  expect([await works(parent.token), await works(child.token)]).toEqual([false, false]);
  expect((await revokeToken(context, { id: parent.id })).revoked).toEqual([]);
});

test.each([0, 366, 1.5])('a token of %s days is refused', async (days) => {
  await expect(createToken(context, { role: 'rep', days })).rejects.toMatchObject({ code: 'validation_failed' });
});

test('making and revoking is in the audit trail, newest first, page by page', async () => {
  const { id } = await createToken(context, { role: 'viewer' });
  await revokeToken({ ...context, now: new Date(NOW.getTime() + 1_000) }, { id });
  const first = await listAudit(context, { objectId: id, action: 'token', limit: 1 });
  expect(first.items).toMatchObject([{ action: 'token.revoked', actor: { kind: 'user', name: 'A test user' } }]);
  const second = await listAudit(context, { objectId: id, limit: 1, cursor: first.nextCursor ?? '' });
  expect(second).toMatchObject({ items: [{ action: 'token.created', details: { role: 'viewer' } }], nextCursor: null });
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createUser, createWorkspace } from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import type { Role } from '../../domain/access/roles';
import { createToken } from '../tokens/create-token';
import { listTokens } from '../tokens/list-tokens';
import { inviteMember } from './invite-member';
import { listMembers } from './list-members';
import { matchesPassword } from './password';
import { patchMember } from './patch-member';
import { removeMember } from './remove-member';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;
let ownerId: string;

beforeAll(async () => {
  database = await openSuiteDatabase();
});
afterAll(async () => {
  await database.close();
});
beforeEach(async () => {
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
  ownerId = (await createUser(database.owner, { workspaceId, now: NOW })).id;
});

const as = (userId: string, role: Role = 'owner', workspace = workspaceId) =>
  testContext(database.app, { workspaceId: workspace, userId, role, now: NOW });
const storedHash = async (email: string) => {
  const rows = [
    ...(await database.owner.orm.execute(sql`select password_hash from auth_users where email = ${email}`)),
  ];
  return String(rows[0]?.password_hash);
};

test('an invited person gets a password that is stored only as its hash, and is listed', async () => {
  const { member, password } = await inviteMember(as(ownerId), {
    email: 'New@One.test',
    name: ' New One ',
    role: 'rep',
  });
  expect(member).toMatchObject({ email: 'new@one.test', name: 'New One', role: 'rep' });
  expect(password).toMatch(/^[\w-]{16}$/);
  expect(await matchesPassword(password ?? '', await storedHash('new@one.test'))).toBe(true);
  const { items } = await listMembers(as(member.id, 'rep'));
  expect(items.map((item) => item.id).sort()).toEqual([ownerId, member.id].sort());
  await expect(inviteMember(as(ownerId), { email: 'new@one.test', name: 'x', role: 'rep' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a person of another workspace joins with its own password, which nobody here may choose', async () => {
  const elsewhere = (await createWorkspace(database.owner, { now: NOW })).id;
  const admin = await createUser(database.owner, { workspaceId: elsewhere, now: NOW });
  const first = await inviteMember(as(ownerId), { email: 'both@one.test', name: 'Both', role: 'rep' });
  const hash = await storedHash('both@one.test');
  const second = await inviteMember(as(admin.id, 'owner', elsewhere), {
    email: 'both@one.test',
    name: 'Y',
    role: 'rep',
  });
  expect(second).toMatchObject({ password: null, member: { id: first.member.id, name: 'Both' } });
  expect(await storedHash('both@one.test')).toBe(hash);
});

test('a person that was removed and is invited again gets a new password, and old sessions stay ended', async () => {
  const { member } = await inviteMember(as(ownerId), { email: 'again@one.test', name: 'A', role: 'rep' });
  await database.owner.orm.execute(
    sql`select auth_open_session(${`s-${member.id}`}, ${member.id}, clock_timestamp() + interval '1 day')`,
  );
  const actors = async () => [
    ...(await database.app.orm.execute(sql`select * from auth_session_actor(${`s-${member.id}`})`)),
  ];
  expect(await actors()).toHaveLength(1);
  await removeMember(as(ownerId), { id: member.id });
  expect(await actors()).toHaveLength(0);
  const again = await inviteMember(as(ownerId), { email: 'again@one.test', name: 'A', role: 'viewer' });
  expect(again.member.id).toBe(member.id);
  expect(await matchesPassword(again.password ?? '', await storedHash('again@one.test'))).toBe(true);
  expect(await actors()).toHaveLength(0);
});

test('the last owner can neither leave nor step down, also when two leave at the same moment', async () => {
  const context = as(ownerId);
  await expect(removeMember(context, { id: ownerId })).rejects.toMatchObject({ code: 'conflict' });
  await expect(patchMember(context, { id: ownerId, role: 'admin' })).rejects.toMatchObject({ code: 'conflict' });
  const second = await createUser(database.owner, { workspaceId, now: NOW });
  const results = await Promise.allSettled([
    removeMember(as(second.id), { id: ownerId }),
    patchMember(context, { id: second.id, role: 'rep' }),
  ]);
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  const owners = await database.owner.orm.execute(
    sql`select 1 from memberships where workspace_id = ${workspaceId} and role = 'owner'`,
  );
  expect([...owners]).toHaveLength(1);
});

test('an admin neither makes owners nor touches one', async () => {
  const admin = await createUser(database.owner, { workspaceId, now: NOW, role: 'admin' });
  const context = as(admin.id, 'admin');
  const forbidden = { code: 'forbidden' };
  await expect(inviteMember(context, { email: 'o@one.test', name: 'O', role: 'owner' })).rejects.toMatchObject(
    forbidden,
  );
  await expect(patchMember(context, { id: admin.id, role: 'owner' })).rejects.toMatchObject(forbidden);
  await expect(patchMember(context, { id: ownerId, role: 'rep' })).rejects.toMatchObject(forbidden);
  await expect(removeMember(context, { id: ownerId })).rejects.toMatchObject(forbidden);
  await expect(createToken(context, { role: 'owner' })).rejects.toMatchObject(forbidden);
});

test('whoever loses a role or leaves loses the tokens that go beyond', async () => {
  const admin = await createUser(database.owner, { workspaceId, now: NOW, role: 'admin' });
  const made = await createToken(as(admin.id, 'admin'), { role: 'admin' });
  const small = await createToken(as(admin.id, 'admin'), { role: 'viewer' });
  const states = async () => new Map((await listTokens(as(ownerId))).items.map((item) => [item.id, item.state]));
  await patchMember(as(ownerId), { id: admin.id, role: 'rep' });
  expect(await states()).toEqual(
    new Map([
      [made.id, 'revoked'],
      [small.id, 'active'],
    ]),
  );
  await removeMember(as(ownerId), { id: admin.id });
  expect(await states()).toEqual(
    new Map([
      [made.id, 'revoked'],
      [small.id, 'revoked'],
    ]),
  );
});

test('members of another workspace do not exist here', async () => {
  const elsewhere = (await createWorkspace(database.owner, { now: NOW })).id;
  const stranger = await createUser(database.owner, { workspaceId: elsewhere, now: NOW, role: 'rep' });
  await expect(removeMember(as(ownerId), { id: stranger.id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(patchMember(as(ownerId), { id: stranger.id, role: 'viewer' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

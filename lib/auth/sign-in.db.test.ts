import { sql } from 'drizzle-orm';
import { encode } from 'next-auth/jwt';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { outsideWorkspaces } from '@/db/client';
import { sessionActor } from '@/db/queries/auth';
import { createUser, createWorkspace } from '@/db/testing/factories';
import { testContext } from '@/db/testing/service-context';
import type { SuiteDatabase } from '@/db/testing/suite-database';
import { openSuiteDatabase } from '@/db/testing/suite-database';
import { removeMember } from '@/lib/services/members/remove-member';
import { createToken } from '@/lib/services/tokens/create-token';
import { actorOf } from './current-actor';
import { hashPassword, verifyPassword } from './password';
import { FAILURES_MAX_ADDRESS, FAILURES_MAX_EMAIL, signInByEmail, signInByPassword, signOut } from './sign-in';

const NOW = new Date('2026-11-25T09:00:00.000Z');
const SECRET = 'a secret of the sign-in tests';
const PASSWORD = 'correct horse battery staple';
let database: SuiteDatabase;
let workspaceId: string;
let passwordHash: string;

beforeAll(async () => {
  const settings = {
    DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none',
    NEXTAUTH_SECRET: SECRET,
    ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    UNIPILE_API_URL: 'http://127.0.0.1:1',
    UNIPILE_API_KEY: 'k',
    UNIPILE_WEBHOOK_SECRET: 's',
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  database = await openSuiteDatabase();
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
  passwordHash = await hashPassword(PASSWORD);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database.close();
});

async function person(role: 'owner' | 'rep' = 'rep') {
  const user = await createUser(database.owner, { workspaceId, now: NOW, role });
  await database.owner.orm.execute(sql`update auth_users set password_hash = ${passwordHash} where id = ${user.id}`);
  return { ...user, email: `${user.id}@example.test` };
}
const signIn = (email: string, password: string, address: string | null = null) =>
  signInByPassword(database.app, { email, password, address, secret: SECRET });
const actor = (sessionId: string) => outsideWorkspaces(database.app, (tx) => sessionActor(tx, sessionId));
const withCookie = async (sessionId: string, init: RequestInit & { headers?: Record<string, string> } = {}) => {
  const cookie = `a=b; next-auth.session-token=${await encode({ token: { sid: sessionId }, secret: SECRET })}`;
  return new Request('http://127.0.0.1:3000/api/v1/me', { ...init, headers: { cookie, ...init.headers } });
};
async function signedIn(email: string): Promise<string> {
  const result = await signIn(email, PASSWORD);
  if (!result.ok) throw new Error(result.reason);
  return result.sessionId;
}

test('passwords are kept as argon2id, and nobody matches a missing hash', async () => {
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(PASSWORD, passwordHash)).toBe(true);
  expect(await verifyPassword('the password of nobody', null)).toBe(false);
});

test('the right password opens a session for the person, however the e-mail is written', async () => {
  const { id, email } = await person();
  const sessionId = await signedIn(` ${email.toUpperCase()} `);
  expect(await actor(sessionId)).toMatchObject({ userId: id, workspaceId, role: 'rep' });
  expect(await actorOf(await withCookie(sessionId), database.app)).toEqual({
    kind: 'user',
    userId: id,
    role: 'rep',
    workspaceId,
  });
});

test('after five wrong passwords the right one is refused too, and a success before that forgets them', async () => {
  const { email } = await person();
  for (let tries = 1; tries < FAILURES_MAX_EMAIL; tries += 1)
    expect(await signIn(email, 'wrong')).toEqual({ ok: false, reason: 'wrong' });
  await signedIn(email);
  for (let tries = 1; tries <= FAILURES_MAX_EMAIL; tries += 1)
    expect(await signIn(email, 'wrong')).toEqual({ ok: false, reason: 'wrong' });
  expect(await signIn(email, PASSWORD)).toEqual({ ok: false, reason: 'too_many' });
  await database.owner.orm.execute(
    sql`update auth_attempts set window_starts_at = window_starts_at - interval '15 minutes 1 second'`,
  );
  await signedIn(email);
});

test('a burst of tries at the same moment gets no more than the limit, and right ones all get in', async () => {
  const { email } = await person();
  const results = await Promise.all(Array.from({ length: 16 }, () => signIn(email, 'wrong')));
  const reasons = results.map((result) => (result.ok ? 'in' : result.reason));
  expect(reasons.filter((reason) => reason === 'wrong')).toHaveLength(FAILURES_MAX_EMAIL);
  expect(reasons.filter((reason) => reason === 'too_many')).toHaveLength(16 - FAILURES_MAX_EMAIL);
  const other = await person();
  const right = await Promise.all(Array.from({ length: 12 }, () => signIn(other.email, PASSWORD)));
  expect(right.every((result) => result.ok)).toBe(true);
});

test('an e-mail that nobody has counts and is refused like any other', async () => {
  const reasons: string[] = [];
  for (let tries = 0; tries < FAILURES_MAX_EMAIL + 1; tries += 1) {
    const result = await signIn('nobody@example.test', 'wrong');
    reasons.push(result.ok ? 'in' : result.reason);
  }
  expect(reasons).toEqual([...Array.from({ length: FAILURES_MAX_EMAIL }, () => 'wrong'), 'too_many']);
});

test('one address that tries many e-mails is refused, other addresses are not', async () => {
  const { email } = await person();
  await signIn('guess-1@example.test', 'wrong', '192.0.2.1');
  // The tries between the first and the last, without their passwords being worked on.
  await database.owner.orm.execute(sql`update auth_attempts set failures = ${FAILURES_MAX_ADDRESS - 1}`);
  expect(await signIn('guess-2@example.test', 'wrong', '192.0.2.1')).toEqual({ ok: false, reason: 'wrong' });
  expect(await signIn(email, PASSWORD, '192.0.2.1')).toEqual({ ok: false, reason: 'too_many' });
  expect(await signIn(email, PASSWORD, '192.0.2.2')).toMatchObject({ ok: true });
});

test('attempts are stored without the e-mail or the address', async () => {
  await signIn('stored@example.test', 'wrong', '198.51.100.9');
  const rows = JSON.stringify(await database.owner.orm.execute(sql`select key from auth_attempts`));
  expect(rows).not.toContain('stored@');
  expect(rows).not.toContain('198.51');
});

test('a session that was signed out, has expired, or whose person was removed opens nothing at once', async () => {
  const [out, old, gone] = [await person(), await person(), await person()];
  const owner = await person('owner');
  const sessions = [await signedIn(out.email), await signedIn(old.email), await signedIn(gone.email)];
  for (const id of sessions) expect(await actorOf(await withCookie(id), database.app)).not.toBeNull();
  await signOut(database.app, sessions[0] ?? '');
  await database.owner.orm.execute(
    sql`update auth_sessions set expires_at = clock_timestamp() - interval '1 second' where user_id = ${old.id}`,
  );
  await removeMember(testContext(database.app, { workspaceId, userId: owner.id, now: NOW }), { id: gone.id });
  for (const id of sessions) expect(await actorOf(await withCookie(id), database.app)).toBeNull();
  expect(await signIn(gone.email, PASSWORD)).toEqual({ ok: false, reason: 'not_a_member' });
});

test('an identity provider lets in members only', async () => {
  const { email } = await person();
  expect(await signInByEmail(database.app, email)).toMatchObject({ ok: true });
  expect(await signInByEmail(database.app, 'stranger@example.test')).toEqual({ ok: false, reason: 'not_a_member' });
});

test('a cookie does not let another local server change anything', async () => {
  const sessionId = await signedIn((await person()).email);
  const forged = await withCookie(sessionId, { method: 'POST', headers: { 'sec-fetch-site': 'same-site' } });
  const own = await withCookie(sessionId, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
  expect(await actorOf(forged, database.app)).toBeNull();
  expect(await actorOf(own, database.app)).toMatchObject({ kind: 'user' });
});

test('a bearer token speaks for itself: a wrong one is nobody even beside a good cookie', async () => {
  const owner = await person('owner');
  const context = testContext(database.app, { workspaceId, userId: owner.id, now: NOW });
  const made = await createToken(context, { role: 'viewer', days: 1 });
  const bearer = (token: string) => new Request('http://h/', { headers: { authorization: `Bearer ${token}` } });
  expect(await actorOf(bearer(made.token), database.app)).toEqual({
    kind: 'token',
    tokenId: made.id,
    role: 'viewer',
    workspaceId,
  });
  const sessionId = await signedIn(owner.email);
  const both = await withCookie(sessionId, { headers: { authorization: `Bearer ${made.token}x` } });
  expect(await actorOf(both, database.app)).toBeNull();
  expect(await actorOf(bearer(made.token.slice(0, -1)), database.app)).toBeNull();
  await database.owner.orm.execute(sql`update tokens set expires_at = clock_timestamp() where id = ${made.id}`);
  expect(await actorOf(bearer(made.token), database.app)).toBeNull();
});

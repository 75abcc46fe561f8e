import { sql } from 'drizzle-orm';
import { encode } from 'next-auth/jwt';
import { createAccount, createCampaign, createUser, createWorkspace } from '@/db/testing/factories';
import { testContext } from '@/db/testing/service-context';
import { hashPassword } from '@/lib/auth/password';
import { sessionCookieName } from '@/lib/auth/session-cookie';
import { signInByPassword } from '@/lib/auth/sign-in';
import { createToken } from '@/lib/services/tokens/create-token';
import type { ApiAnswer, ApiSuite } from './open-api-suite';
import { NOW, openApiSuite } from './open-api-suite';

/** As the settings of the suite have it. */
const SECRET = 'a secret of thirty-two characters';
const PASSWORD = 'correct horse battery staple';

export interface RequestCall {
  body?: unknown;
  headers?: Record<string, string>;
  /** `session` sends the cookie, `nobody` nothing. */
  as?: 'bearer' | 'session' | 'nobody';
}

export interface RequestsWorld {
  suite: ApiSuite;
  accountId: string;
  campaignId: string;
  call(method: string, path: string, call?: RequestCall): Promise<ApiAnswer>;
  /** How many lists have this name. */
  listsNamed(name: string): Promise<number>;
}

/** A workspace whose owner has a token and a session, with an account and a draft of a campaign. */
export async function openRequestsWorld(): Promise<RequestsWorld> {
  const suite = await openApiSuite();
  const { owner, app } = suite.database;
  const workspaceId = (await createWorkspace(owner, { now: NOW })).id;
  const user = await createUser(owner, { workspaceId, now: NOW, role: 'owner' });
  const base = { workspaceId, ownerId: user.id, now: NOW };
  const accountId = (await createAccount(owner, base)).id;
  const campaignId = (await createCampaign(owner, { ...base, senderIds: [accountId], state: 'draft' })).id;
  const { token } = await createToken(testContext(app, { workspaceId, userId: user.id, now: NOW }), { role: 'owner' });
  const cookie = await signedIn(suite, user.id);
  return {
    suite,
    accountId,
    campaignId,
    call: (method, path, { as = 'bearer', ...call } = {}) =>
      suite.call(method, path, {
        ...call,
        ...(as === 'bearer' ? { token } : {}),
        ...(as === 'session' ? { cookie } : {}),
      }),
    listsNamed: async (name) => (await owner.orm.execute(sql`select id from lists where name = ${name}`)).length,
  };
}

async function signedIn({ database }: ApiSuite, userId: string): Promise<string> {
  const passwordHash = await hashPassword(PASSWORD);
  await database.owner.orm.execute(sql`update auth_users set password_hash = ${passwordHash} where id = ${userId}`);
  const signed = await signInByPassword(database.app, {
    email: `${userId}@example.test`,
    password: PASSWORD,
    address: null,
    secret: SECRET,
  });
  if (!signed.ok) throw new Error(signed.reason);
  const value = await encode({ token: { sid: signed.sessionId }, secret: SECRET });
  return `${sessionCookieName({ APP_URL: undefined })}=${value}`;
}

/** A name that no other test uses. */
export function listName(): string {
  return `List ${crypto.randomUUID()}`;
}

export function form(fields: Record<string, string>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
}

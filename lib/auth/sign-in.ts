import type { Database, Tx } from '../../db/client';
import { outsideWorkspaces } from '../../db/client';
import {
  clearFailures,
  closeSession,
  countFailure,
  failuresOf,
  openSession,
  sessionActor,
  userByEmail,
} from '../../db/queries/auth';
import { hmac, randomToken } from '../platform/secrets';
import { verifyPassword } from './password';

/** Wrong passwords for one e-mail address before 15 minutes of rest; our own choice. */
export const FAILURES_MAX_EMAIL = 5;
/** The same for one network address, which a whole office may share. */
export const FAILURES_MAX_ADDRESS = 50;

export type SignInResult =
  | { ok: true; sessionId: string; user: { id: string; name: string; email: string } }
  | { ok: false; reason: 'wrong' | 'too_many' | 'not_a_member' };

/**
 * Signs in by password. Tries are counted in the database, so that every process shares the limit: the try is booked
 * before the password is looked at and tries for one e-mail wait for each other, so that no burst gets more than the
 * limit. An unknown e-mail counts, and takes as long, as a known one.
 */
export async function signInByPassword(
  db: Database,
  input: { email: string; password: string; address: string | null; secret: string },
): Promise<SignInResult> {
  const email = input.email.trim().toLowerCase();
  const emailKey = hmac(input.secret, `sign-in e-mail ${email}`);
  const addressKey = input.address === null ? null : hmac(input.secret, `sign-in address ${input.address}`);
  const result = await outsideWorkspaces<SignInResult>(db, async (tx) => {
    if (addressKey !== null && (await failuresOf(tx, addressKey)) >= FAILURES_MAX_ADDRESS)
      return { ok: false, reason: 'too_many' };
    if ((await countFailure(tx, emailKey)) > FAILURES_MAX_EMAIL) return { ok: false, reason: 'too_many' };
    const user = await userByEmail(tx, email);
    const matches = await verifyPassword(input.password, user?.passwordHash ?? null);
    if (user === null || !matches) return { ok: false, reason: 'wrong' };
    await clearFailures(tx, emailKey);
    return enter(tx, user);
  });
  // Counted alone and last: the address's row is shared by many, and nobody may wait for another one's password check.
  if (!result.ok && result.reason === 'wrong' && addressKey !== null)
    await outsideWorkspaces(db, (tx) => countFailure(tx, addressKey));
  return result;
}

/** Signs in a person whose e-mail address an identity provider has verified; only members get in. */
export async function signInByEmail(db: Database, email: string): Promise<SignInResult> {
  return outsideWorkspaces(db, async (tx) => {
    const user = await userByEmail(tx, email.trim().toLowerCase());
    return user === null ? { ok: false, reason: 'not_a_member' } : enter(tx, user);
  });
}

/** Ends a sign-in; its cookie opens nothing any more, wherever a copy of it is. */
export async function signOut(db: Database, sessionId: string): Promise<void> {
  await closeSession(db, sessionId);
}

async function enter(tx: Tx, user: { id: string; name: string; email: string }): Promise<SignInResult> {
  const sessionId = randomToken();
  await openSession(tx, sessionId, user.id);
  // Somebody who was removed from every workspace has a session that speaks for nobody; it is never handed out.
  if ((await sessionActor(tx, sessionId)) === null) return { ok: false, reason: 'not_a_member' };
  return { ok: true, sessionId, user: { id: user.id, name: user.name, email: user.email } };
}

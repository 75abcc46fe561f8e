import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { appDatabase } from '../../db/app-database';
import { outsideWorkspaces } from '../../db/client';
import { sessionActor } from '../../db/queries/auth';
import { env } from '../platform/env';
import { logger } from '../platform/logger';
import { clientAddress } from './client-address';
import { COOKIE_MAX_AGE_S, cookiesAreSecure } from './session-cookie';
import { signInByEmail, signInByPassword, signOut } from './sign-in';
import { oauthProviders, verifiedEmail } from './sign-in-providers';

declare module 'next-auth' {
  interface User {
    sessionId?: string;
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    sid?: string;
  }
}

/**
 * Next-auth's settings, read when the first request comes. The cookie carries a session id and nothing else; each use of
 * it is checked against its row, here and in `current-actor.ts`.
 */
export function authOptions(): NextAuthOptions {
  const settings = env();
  return {
    secret: settings.NEXTAUTH_SECRET,
    useSecureCookies: cookiesAreSecure(settings),
    session: { strategy: 'jwt', maxAge: COOKIE_MAX_AGE_S },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [passwordProvider(settings.NEXTAUTH_SECRET), ...oauthProviders(settings)],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.type === 'credentials') return user.sessionId !== undefined;
        const email = verifiedEmail(account?.provider ?? '', profile, settings);
        if (email === null) return false;
        const result = await signInByEmail(appDatabase(), email);
        if (result.ok) user.sessionId = result.sessionId;
        return result.ok;
      },
      // Whatever else next-auth knows of the person stays out of the cookie. An error here takes the cookie away.
      jwt: async ({ token, user }) => {
        if (user?.sessionId !== undefined) return { sid: user.sessionId };
        await liveSession(token.sid);
        return { sid: token.sid };
      },
      session: async ({ session, token }) => {
        const actor = await liveSession(token.sid);
        return { expires: session.expires, user: { name: actor.name, email: actor.email } };
      },
    },
    events: {
      signOut: async ({ token }) => {
        if (token?.sid !== undefined) await signOut(appDatabase(), token.sid);
      },
    },
    logger: {
      error: (code) => {
        // A cookie whose session is over is an everyday thing.
        if (code !== 'JWT_SESSION_ERROR') logger().error({ code }, 'sign-in failed');
      },
      warn: (code) => logger().debug({ code }, 'sign-in warning'),
      debug: () => undefined,
    },
  };
}

const credentials = z.object({ email: z.string().min(3).max(254), password: z.string().min(1).max(1_024) });

/** The words of the errors are codes that the sign-in page explains. */
function passwordProvider(secret: string) {
  return CredentialsProvider({
    name: 'Password',
    credentials: { email: { type: 'email' }, password: { type: 'password' } },
    authorize: async (raw, request) => {
      const parsed = credentials.safeParse(raw);
      if (!parsed.success) return null;
      const address = clientAddress(request.headers ?? {});
      const result = await signInByPassword(appDatabase(), { ...parsed.data, address, secret }).catch((error) => {
        logger().error({ err: error }, 'sign-in could not be checked');
        throw new Error('Unavailable');
      });
      if (result.ok) return { ...result.user, sessionId: result.sessionId };
      if (result.reason === 'too_many') throw new Error('RateLimited');
      if (result.reason === 'not_a_member') throw new Error('AccessDenied');
      return null;
    },
  });
}

async function liveSession(sessionId: string | undefined) {
  const actor =
    sessionId === undefined ? null : await outsideWorkspaces(appDatabase(), (tx) => sessionActor(tx, sessionId));
  if (actor === null) throw new Error('the session is over');
  return actor;
}

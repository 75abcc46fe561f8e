import { decode } from 'next-auth/jwt';
import { z } from 'zod';
import type { Env } from '../platform/env';

/** How long a cookie is kept; the session's row decides when it ends, and may end it earlier. */
export const COOKIE_MAX_AGE_S = 7 * 86_400;

/** Whether cookies are sent over https alone: on every address but a local one. */
export function cookiesAreSecure(env: Pick<Env, 'APP_URL'>): boolean {
  return env.APP_URL?.startsWith('https://') ?? false;
}

/** The cookie that holds the signed session id, under next-auth's own name. */
export function sessionCookieName(env: Pick<Env, 'APP_URL'>): string {
  return `${cookiesAreSecure(env) ? '__Secure-' : ''}next-auth.session-token`;
}

/** The session id in a cookie's value, or null when we did not make it or it is too old. The row has the last word. */
export async function sessionIdIn(
  value: string | undefined,
  env: Pick<Env, 'NEXTAUTH_SECRET'>,
): Promise<string | null> {
  if (value === undefined || value === '') return null;
  const token = await decode({ token: value, secret: env.NEXTAUTH_SECRET }).catch(() => null);
  const parsed = claims.safeParse(token);
  return parsed.success ? parsed.data.sid : null;
}

/** The value of one cookie of a `Cookie` header. */
export function cookieIn(header: string | null, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

const claims = z.object({ sid: z.string().min(1) });

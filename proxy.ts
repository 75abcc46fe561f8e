import { type NextRequest, NextResponse } from 'next/server';
import { pageHeaders } from './lib/auth/security-headers';
import { cookiesAreSecure, sessionCookieName } from './lib/auth/session-cookie';
import { env } from './lib/platform/env';
import { randomToken } from './lib/platform/secrets';

/**
 * Gives every page its security headers and sends people without a session cookie to the sign-in. Only the cookie's
 * presence is looked at: whether it is worth anything, the layout and the API ask the database.
 */
export function proxy(request: NextRequest): NextResponse {
  const settings = env();
  const nonce = randomToken(16);
  const https = cookiesAreSecure(settings);
  const headers = pageHeaders({ nonce, https, development: settings.NODE_ENV === 'development' });
  const response =
    isOpen(request.nextUrl.pathname) || request.cookies.has(sessionCookieName(settings))
      ? pass(request, headers['Content-Security-Policy'] ?? '')
      : toSignIn(request);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** The API answers for itself; files need neither a session nor a policy. */
export const config = {
  matcher: ['/((?!api/|_next/|samples/|.*\\.(?:svg|png|ico|woff2|txt|webmanifest)$).*)'],
};

function isOpen(pathname: string): boolean {
  return pathname === '/sign-in' || pathname.startsWith('/sign-in/');
}

/** Next reads the nonce for its own scripts from the request's copy of the policy. */
function pass(request: NextRequest, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  return NextResponse.next({ request: { headers } });
}

function toSignIn(request: NextRequest): NextResponse {
  const url = request.nextUrl.clone();
  const wanted = `${url.pathname}${url.search}`;
  url.pathname = '/sign-in';
  url.search = wanted === '/' ? '' : `?${new URLSearchParams({ next: wanted })}`;
  return NextResponse.redirect(url);
}

import { cookieIn, sessionCookieName } from '../auth/session-cookie';
import { AppError } from '../platform/errors';

/**
 * Refuses a change that comes with a session cookie but not from a page of ours: a cookie rides along from every site and
 * from every port of a host, `Origin` tells them apart. A bearer token is never sent by itself and needs no origin.
 */
export function refuseForeignPage(request: Request, appUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (request.headers.has('authorization')) return;
  if (cookieIn(request.headers.get('cookie'), sessionCookieName({ APP_URL: appUrl })) === undefined) return;
  if (!isOurs(request, appUrl))
    throw new AppError('forbidden', 'A change with a session needs the Origin of our own pages. Reload the page.');
}

/** Our public address; or the very host that was asked, for a demo that is opened under another name of this machine. */
function isOurs(request: Request, appUrl: string): boolean {
  const given = request.headers.get('origin');
  if (given === null || !URL.canParse(given)) return false;
  const origin = new URL(given);
  const ours = new URL(appUrl);
  return (
    origin.origin === ours.origin || (origin.protocol === ours.protocol && origin.host === request.headers.get('host'))
  );
}

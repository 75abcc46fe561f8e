/**
 * Whether a request that changes something comes from our own pages. A cookie rides along from every port of a host, so
 * `SameSite=Lax` alone would let another local server act for a signed-in person. Programs send neither header.
 */
export function isFromOurPages(request: Request, appUrl: string | undefined): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return true;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = request.headers.get('origin');
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === request.headers.get('host') || (appUrl !== undefined && host === new URL(appUrl).host);
}

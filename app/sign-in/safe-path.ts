/** Where to go after signing in: the wanted path when it is one of our own pages, else `fallback`. Never another site. */
export function safePath(wanted: string | undefined, origin: string, fallback = '/today'): string {
  if (wanted === undefined || !URL.canParse(wanted, origin)) return fallback;
  const url = new URL(wanted, origin);
  // The parser reads "//host" and "/\host" as another origin, which is how the browser would read them too.
  if (url.origin !== new URL(origin).origin || url.pathname.startsWith('/sign-in')) return fallback;
  const path = `${url.pathname}${url.search}${url.hash}`;
  return path.startsWith('//') ? fallback : path;
}

/**
 * The address a request comes from, as the nearest proxy saw it: the last of `x-forwarded-for`, because everything before
 * it was written by whoever sent the request. Null when nobody says.
 */
export function clientAddress(headers: Record<string, unknown>): string | null {
  const forwarded = headers['x-forwarded-for'];
  if (typeof forwarded !== 'string') return null;
  const last = forwarded.split(',').at(-1)?.trim() ?? '';
  return last === '' ? null : last;
}

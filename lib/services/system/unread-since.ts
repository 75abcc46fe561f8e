const KEY = Symbol.for('headroom.unread-since');
const holder: typeof globalThis & { [KEY]?: Map<string, Date> } = globalThis;

/**
 * Since when this process has found something unreadable without a break: the first such look after the last good one, null
 * while it can be read. For what no row can tell, because it is the rows that cannot be read. It hangs on `globalThis`,
 * because a bundler gives each route a copy of this module.
 */
export function unreadSince(what: string, unread: boolean, now: Date | null): Date | null {
  holder[KEY] ??= new Map();
  const seen = holder[KEY];
  if (!unread) {
    seen.delete(what);
    return null;
  }
  const since = seen.get(what) ?? now;
  if (since !== null) seen.set(what, since);
  return since;
}

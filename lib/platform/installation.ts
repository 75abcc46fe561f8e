import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SHAPE = /^ins_[0-9a-f]{32}$/;

/**
 * The random id of this installation, kept in its data folder. A copied database meets another id, whose lease it does
 * not hold, and sends nothing (design.md §2). Processes that ask at the same moment get the same id.
 */
export function installationId(dataDir: string): string {
  const file = path.join(dataDir, 'installation.id');
  const kept = read(file);
  if (kept !== null) return kept;
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, `ins_${randomBytes(16).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link appears whole or not at all, and only for the first of those who try.
    linkSync(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = read(file);
  if (made === null) throw new Error(`${file} vanished while it was made`);
  return made;
}

function read(file: string): string | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
  if (!SHAPE.test(text)) throw new Error(`${file} is damaged: restore it from a backup, or delete it to begin anew`);
  return text;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

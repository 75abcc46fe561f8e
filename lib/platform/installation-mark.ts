import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The last epoch of the database that this installation saw, kept in its data folder, outside the database: a database
 * that is behind it was restored from an older copy. Null when there is none; a damaged file throws.
 */
export function readMark(dataDir: string): number | null {
  let text: string;
  try {
    text = readFileSync(fileOf(dataDir), 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  if (!/^\d{1,15}$/.test(text)) {
    throw new Error(
      `${fileOf(dataDir)} is damaged: delete it, and confirm on the Admin page that this database may send`,
    );
  }
  return Number(text);
}

/** Moves the mark forward; an older epoch than the one kept changes nothing. The file appears whole or not at all. */
export function writeMark(dataDir: string, epoch: number): void {
  const kept = readMark(dataDir);
  if (kept !== null && kept >= epoch) return;
  mkdirSync(dataDir, { recursive: true });
  const draft = `${fileOf(dataDir)}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${epoch}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, fileOf(dataDir));
}

function fileOf(dataDir: string): string {
  return path.join(dataDir, 'installation.mark');
}

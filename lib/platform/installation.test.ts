import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installationId } from './installation';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-installation-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the id is made once, kept, and readable by its owner alone', () => {
  const dataDir = path.join(folder, 'not', 'yet', 'there');
  const id = installationId(dataDir);
  expect(id).toMatch(/^ins_[0-9a-f]{32}$/);
  expect(installationId(dataDir)).toBe(id);
  expect(readdirSync(dataDir)).toEqual(['installation.id']);
  expect(statSync(path.join(dataDir, 'installation.id')).mode & 0o777).toBe(0o600);
});

test('two data folders are two installations', () => {
  expect(installationId(path.join(folder, 'a'))).not.toBe(installationId(path.join(folder, 'b')));
});

test('a damaged file is refused, never replaced: another id could take over a lease', () => {
  writeFileSync(path.join(folder, 'installation.id'), 'ins_half');
  expect(() => installationId(folder)).toThrow(/damaged/);
});

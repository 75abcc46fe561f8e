import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readMark, writeMark } from './installation-mark';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'headroom-mark-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('a folder without a mark has none, and a written one is read back', () => {
  expect(readMark(dir)).toBeNull();
  writeMark(path.join(dir, 'new'), 7);
  expect(readMark(path.join(dir, 'new'))).toBe(7);
});

it('a mark never moves back, and no draft is left behind', () => {
  writeMark(dir, 9);
  writeMark(dir, 4);
  expect(readMark(dir)).toBe(9);
  expect(readdirSync(dir)).toEqual(['installation.mark']);
});

it('a damaged mark is an error that names the file and the way out, not a fresh start', () => {
  writeFileSync(path.join(dir, 'installation.mark'), '12x');
  expect(() => readMark(dir)).toThrow(/installation\.mark is damaged.*Admin page/);
  expect(() => writeMark(dir, 13)).toThrow(/damaged/);
});

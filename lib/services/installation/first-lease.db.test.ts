import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSuiteDatabase, type SuiteDatabase } from '@/db/testing/suite-database';
import { renewLease } from '../workspaces/renew-lease';

let suite: SuiteDatabase;
const dataDir = mkdtempSync(path.join(tmpdir(), 'lease-'));

beforeAll(async () => {
  suite = await openSuiteDatabase();
});
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await suite?.close();
});

test('jobs that begin a new installation at the same moment all hold its lease', async () => {
  const ctx = { db: suite.app, installationId: 'ins_new' };
  const states = await Promise.all(Array.from({ length: 4 }, () => renewLease(ctx, { dataDir })));
  expect(states).toEqual(['ours', 'ours', 'ours', 'ours']);
});

test('a data folder that has lost its mark still holds the installation', async () => {
  rmSync(dataDir, { recursive: true });
  expect(await renewLease({ db: suite.app, installationId: 'ins_new' }, { dataDir })).toBe('restored');
});

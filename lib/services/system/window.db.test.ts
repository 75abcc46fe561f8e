import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser, createWorkspace } from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import { ROLES } from '../../domain/access/roles';
import { engineOfRuns } from '../../http/testing/engine-of-runs';
import { listAudit } from '../audit/list-audit';
import { cancelRun } from './cancel-run';
import type { EngineWindow, Seen, WindowContext } from './engine-window';
import { listRuns } from './list-runs';
import { readRun } from './read-run';
import { readSystem } from './read-system';
import { retryRun } from './retry-run';

const NOW = new Date('2026-03-03T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;

beforeAll(async () => {
  database = await openSuiteDatabase();
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
});
afterAll(async () => {
  await database.close();
});

async function contextOf(engine: EngineWindow, role: (typeof ROLES)[number] = 'admin'): Promise<WindowContext> {
  const user = await createUser(database.owner, { workspaceId, now: NOW, role });
  return { ...testContext(database.app, { workspaceId, userId: user.id, role, now: NOW }), engine };
}
const ours = () => engineOfRuns(new Map([['r1', workspaceId]]));
/** An engine that gives one answer to everything. */
function always(seen: Exclude<Seen<never>, { kind: 'seen' }>): EngineWindow {
  const answer = async () => seen;
  return { figures: answer, runs: answer, run: answer, cancel: answer, retry: answer };
}

test('cancelling and retrying leave a row in the audit: which run, of which job, about what', async () => {
  const ctx = await contextOf(ours());
  expect(await retryRun(ctx, { id: 'r1' })).toEqual({ id: 'r1-again' });
  expect(await cancelRun(ctx, { id: 'r1' })).toEqual({ id: 'r1' });
  await expect(cancelRun(ctx, { id: 'r1' })).rejects.toMatchObject({ code: 'not_found' });
  const { items } = await listAudit(ctx, { objectId: 'r1' });
  const details = { job: 'headroom-run-sending-day', subjectId: 'acc of r1' };
  expect(items.map(({ action, details: of }) => ({ action, of }))).toEqual(
    expect.arrayContaining([
      { action: 'engine.run_cancelled', of: details },
      { action: 'engine.run_retried', of: { ...details, retriedAs: 'r1-again' } },
    ]),
  );
  expect(items).toHaveLength(2);
});

test('what the engine refuses, or has ended meanwhile, leaves no row', async () => {
  const refuses: EngineWindow = {
    ...ours(),
    cancel: async () => ({ kind: 'missing' }),
    retry: async () => ({ kind: 'refused', reason: 'its rate limit is reached' }),
  };
  const ctx = await contextOf(refuses);
  const before = (await listAudit(ctx, { action: 'engine' })).items.length;
  await expect(cancelRun(ctx, { id: 'r1' })).rejects.toMatchObject({ code: 'conflict' });
  await expect(retryRun(ctx, { id: 'r1' })).rejects.toMatchObject({
    code: 'conflict',
    message: 'The engine refuses it: its rate limit is reached.',
  });
  expect((await listAudit(ctx, { action: 'engine' })).items).toHaveLength(before);
});

test('an engine that does not answer, or that shows its runs itself, is told as such', async () => {
  const silent = await contextOf(always({ kind: 'silent' }));
  expect(await readSystem(silent)).toEqual({ kind: 'silent' });
  await expect(listRuns(silent)).rejects.toMatchObject({ code: 'unavailable' });
  const elsewhere = await contextOf(always({ kind: 'elsewhere', dashboardUrl: 'http://127.0.0.1:8288' }));
  expect(await readSystem(elsewhere)).toEqual({ kind: 'dashboard', url: 'http://127.0.0.1:8288' });
  await expect(retryRun(elsewhere, { id: 'r1' })).rejects.toMatchObject({ code: 'refused' });
  const odd = await contextOf(always({ kind: 'refused', reason: 'no such cursor' }));
  await expect(listRuns(odd, { cursor: 'x' })).rejects.toMatchObject({ code: 'validation_failed' });
});

test('a call that waits is told in app time, as the clock runs', async () => {
  const seen = await ours().run(workspaceId, 'r1');
  const run = seen.kind === 'seen' ? seen.value : undefined;
  const dueAt = new Date((run?.wallNow.getTime() ?? 0) + 2_000);
  const engine: EngineWindow = {
    ...ours(),
    run: async () =>
      run === undefined
        ? { kind: 'missing' }
        : { kind: 'seen', value: { ...run, calls: [{ stepId: 'step', dueAt, underWay: false, parked: false }] } },
  };
  const ctx = { ...(await contextOf(engine)), clockSpeed: 300 };
  const { calls } = await readRun(ctx, { id: 'r1' });
  expect(calls).toEqual([{ stepId: 'step', state: 'queued', dueAt: new Date(NOW.getTime() + 600_000).toISOString() }]);
});

test.each(ROLES)('%s sees the engine only with the right to', async (role) => {
  const ctx = await contextOf(ours(), role);
  const verbs = [() => readSystem(ctx), () => listRuns(ctx), () => readRun(ctx, { id: 'r1' })];
  const changes = [() => retryRun(ctx, { id: 'r1' }), () => cancelRun(ctx, { id: 'r1' })];
  for (const verb of [...verbs, ...changes]) {
    if (role === 'owner' || role === 'admin') await expect(verb()).resolves.toBeDefined();
    else await expect(verb()).rejects.toMatchObject({ code: 'forbidden' });
  }
});

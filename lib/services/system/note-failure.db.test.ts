import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser, createWorkspace } from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import { listAudit } from '../audit/list-audit';
import type { ServiceContext } from '../context';
import { noteFailure } from './note-failure';

const NOW = new Date('2026-11-25T12:00:00.000Z');
let database: SuiteDatabase;
let context: ServiceContext;

beforeAll(async () => {
  database = await openSuiteDatabase();
  const { id: workspaceId } = await createWorkspace(database.owner, { now: NOW });
  const { id: userId } = await createUser(database.owner, { workspaceId, now: NOW });
  context = testContext(database.app, { workspaceId, userId, now: NOW });
});
afterAll(async () => {
  await database.close();
});

test('a run that failed for good stands in the audit with its job, what it was about and why, cut to a readable length', async () => {
  const job = {
    ...context,
    actor: { kind: 'system', job: 'run-sending-day', workspaceId: context.actor.workspaceId },
  } as const;
  const reason = `deadlock detected ${'x'.repeat(2_000)}`;
  await noteFailure(job, { job: 'run-sending-day', objectId: 'acc_1', reason });
  const { items } = await listAudit(context, {});
  expect(items).toMatchObject([
    {
      action: 'engine.run_failed',
      objectId: 'acc_1',
      details: { job: 'run-sending-day', reason: reason.slice(0, 500) },
    },
  ]);
});

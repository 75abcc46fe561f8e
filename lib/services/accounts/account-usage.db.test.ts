import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace } from '../../../db/client';
import { dispatchSend, reserveSend, settleSend } from '../../../db/queries/send-store';
import {
  createAccount,
  createCampaign,
  createEnrolment,
  createInstallation,
  createProspect,
  createUser,
  createWorkspace,
} from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import { listSends } from '../sends/list-sends';
import { accountUsage } from './account-usage';

/** A Wednesday, 10:00 in Berlin. */
const NOW = new Date('2026-11-25T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;
let ownerId: string;

beforeAll(async () => {
  database = await openSuiteDatabase();
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
  ownerId = (await createUser(database.owner, { workspaceId, now: NOW })).id;
  await createInstallation(database.owner, { id: 'test-installation', now: NOW });
});
afterAll(async () => {
  await database.close();
});

async function sendInvites(accountId: string, count: number): Promise<void> {
  const campaign = await createCampaign(database.owner, { workspaceId, ownerId, senderIds: [accountId], now: NOW });
  for (let index = 0; index < count; index += 1) {
    const person = await createProspect(database.owner, { workspaceId, now: NOW });
    const enrolment = await createEnrolment(database.owner, {
      workspaceId,
      campaignId: campaign.id,
      prospectId: person.id,
      accountId,
      stepId: campaign.stepId,
      now: NOW,
    });
    await database.owner.orm.execute(`update action_paces set last_at = null where account_id = '${accountId}'`);
    await inWorkspace(database.app, workspaceId, async (tx) => {
      const common = { now: NOW, installationId: 'test-installation' };
      const row = await reserveSend(tx, {
        ...common,
        accountId,
        campaignId: null,
        enrolmentId: enrolment.id,
        stepKey: campaign.stepId,
        prospectId: person.id,
        action: 'invite',
        variant: 'plain',
        origin: 'engine',
        leaseMs: 60_000,
      });
      expect(row.outcome).toBe('reserved');
      if (row.sendId === null || index === 0) return;
      await dispatchSend(tx, { ...common, sendId: row.sendId, fence: row.fence, deadlineMs: 60_000 });
      const [state, keep] = index === 1 ? ['unknown', 'all'] : index === 2 ? ['rejected', 'attempt'] : ['sent', 'all'];
      await settleSend(tx, {
        sendId: row.sendId,
        fence: row.fence,
        state: state ?? 'sent',
        keep: keep ?? 'all',
        providerRef: null,
        answer: {},
        now: NOW,
      });
    });
  }
}

test('usage equals the rows of the ledger, by state, and a figure opens exactly its rows', async () => {
  const account = await createAccount(database.owner, { workspaceId, ownerId, now: NOW });
  await sendInvites(account.id, 5);
  const ctx = testContext(database.app, { workspaceId, userId: ownerId, now: NOW });
  const usage = await accountUsage(ctx, { id: account.id });
  const figures = usage.budgets.filter((figure) => figure.budget === 'invite.day');
  expect(figures.map((figure) => figure.window)).toEqual(['day', '24h']);
  for (const figure of figures)
    expect(figure).toMatchObject({ cap: 80, reserved: 1, unknown: 1, sent: 2, used: 4, left: 76 });
  expect(usage.budgets.find((figure) => figure.budget === 'attempt.invite.day')).toMatchObject({ used: 5 });
  expect(figures[0]?.resetsAt).toBe('2026-11-25T23:00:00.000Z');
  expect(figures[1]?.resetsAt).toBe('2026-11-26T09:02:30.000Z');
  const rows = await listSends(ctx, { accountId: account.id, budget: 'invite.day', limit: 100 });
  expect(rows.items).toHaveLength(4);
  expect(rows.items.every((row) => row.budgets.includes('invite.day'))).toBe(true);
});

test('the smallest of ramp and budgets is named as the one that binds', async () => {
  const account = await createAccount(database.owner, {
    workspaceId,
    ownerId,
    now: NOW,
    caps: { 'ramp.invite.day': 10 },
  });
  const usage = await accountUsage(testContext(database.app, { workspaceId, userId: ownerId, now: NOW }), {
    id: account.id,
  });
  expect(usage.budgets.find((figure) => figure.budget === 'invite.day')).toMatchObject({
    cap: 80,
    effective: 10,
    bindingBudget: 'ramp.invite.day',
  });
});

test('without a ramp row for today the ramp is unknown, and so is what an action may do', async () => {
  const account = await createAccount(database.owner, { workspaceId, ownerId, now: NOW, rampToday: false });
  const usage = await accountUsage(testContext(database.app, { workspaceId, userId: ownerId, now: NOW }), {
    id: account.id,
  });
  expect(usage.budgets.find((figure) => figure.budget === 'ramp.invite.day')).toMatchObject({
    cap: null,
    left: null,
    effective: null,
  });
  expect(usage.budgets.find((figure) => figure.budget === 'invite.day')).toMatchObject({
    cap: 80,
    effective: null,
    bindingBudget: 'ramp.invite.day',
  });
});

test('a rep does not see the account of somebody else', async () => {
  const rep = await createUser(database.owner, { workspaceId, now: NOW, role: 'rep' });
  const account = await createAccount(database.owner, { workspaceId, ownerId, now: NOW });
  const ctx = testContext(database.app, { workspaceId, userId: rep.id, role: 'rep', now: NOW });
  await expect(accountUsage(ctx, { id: account.id })).rejects.toMatchObject({ code: 'not_found' });
});

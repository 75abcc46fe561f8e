import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace, rowsOf } from '../../../db/client';
import { createAccount, createCampaign, createUser, createWorkspace } from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import { patchCampaign } from './patch-campaign';
import { putCaps } from './put-caps';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;
let ownerId: string;

beforeAll(async () => {
  database = await openSuiteDatabase();
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
  ownerId = (await createUser(database.owner, { workspaceId, now: NOW })).id;
});
afterAll(async () => {
  await database.close();
});

const context = () => testContext(database.app, { workspaceId, userId: ownerId, now: NOW });
const capsOf = (campaignId: string) =>
  inWorkspace(database.app, workspaceId, (tx) =>
    rowsOf<{ account_id: string; key: string; cap: number }>(
      tx,
      sql`select account_id, key, cap from budgets where campaign_id = ${campaignId} order by account_id, key`,
    ),
  );

test('caps become one budget per sender and kind; a blank split field is the Daily limit', async () => {
  const one = await createAccount(database.owner, { workspaceId, ownerId, now: NOW });
  const two = await createAccount(database.owner, { workspaceId, ownerId, now: NOW });
  const campaign = await createCampaign(database.owner, {
    workspaceId,
    ownerId,
    senderIds: [one.id, two.id],
    now: NOW,
    state: 'draft',
  });
  const answer = await putCaps(context(), { id: campaign.id, dailyLimit: 20, invite: null, message: 7, inmail: null });
  expect(answer).toMatchObject({
    dailyLimit: 20,
    invite: null,
    message: 7,
    effective: { invite: 20, message: 7, inmail: 20 },
  });
  const rows = await capsOf(campaign.id);
  expect(rows).toHaveLength(6);
  expect(rows.filter((row) => row.account_id === one.id).map((row) => [row.key, row.cap])).toEqual([
    ['campaign.inmail.day', 20],
    ['campaign.invite.day', 20],
    ['campaign.message.day', 7],
  ]);
});

test('a sender that joins later gets the caps too', async () => {
  const one = await createAccount(database.owner, { workspaceId, ownerId, now: NOW });
  const late = await createAccount(database.owner, { workspaceId, ownerId, now: NOW });
  const campaign = await createCampaign(database.owner, {
    workspaceId,
    ownerId,
    senderIds: [one.id],
    now: NOW,
    state: 'draft',
  });
  await putCaps(context(), { id: campaign.id, dailyLimit: 12, invite: null, message: null, inmail: 0 });
  await patchCampaign(context(), { id: campaign.id, senderIds: [one.id, late.id] });
  const rows = (await capsOf(campaign.id)).filter((row) => row.account_id === late.id);
  expect(rows.map((row) => row.cap)).toEqual([0, 12, 12]);
});

test('a red cap is refused until it is acknowledged, and 90 is not red', async () => {
  const account = await createAccount(database.owner, { workspaceId, ownerId, now: NOW });
  const campaign = await createCampaign(database.owner, {
    workspaceId,
    ownerId,
    senderIds: [account.id],
    now: NOW,
    state: 'draft',
  });
  const caps = { id: campaign.id, dailyLimit: null, invite: 91, message: null, inmail: null };
  await expect(putCaps(context(), caps)).rejects.toMatchObject({
    code: 'validation_failed',
    fields: [{ path: 'invite' }],
  });
  await expect(putCaps(context(), { ...caps, invite: 101, acknowledgedRisk: true })).rejects.toMatchObject({
    code: 'validation_failed',
    fields: [{ path: 'invite' }],
  });
  expect((await putCaps(context(), { ...caps, invite: 90 })).acknowledgedAt).toBeNull();
  expect((await putCaps(context(), { ...caps, acknowledgedRisk: true })).acknowledgedAt).not.toBeNull();
});

test('a rep cannot change the campaign of somebody else', async () => {
  const rep = await createUser(database.owner, { workspaceId, now: NOW, role: 'rep' });
  const campaign = await createCampaign(database.owner, {
    workspaceId,
    ownerId,
    senderIds: [],
    now: NOW,
    state: 'draft',
  });
  const ctx = testContext(database.app, { workspaceId, userId: rep.id, role: 'rep', now: NOW });
  await expect(
    putCaps(ctx, { id: campaign.id, dailyLimit: 1, invite: null, message: null, inmail: null }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

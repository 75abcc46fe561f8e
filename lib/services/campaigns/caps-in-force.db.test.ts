import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace, rowsOf } from '@/db/client';
import type { Sender, SendWorld } from '@/db/testing/send-world';
import { createSender, openSendWorld, setClock, WEDNESDAY } from '@/db/testing/send-world';
import { testContext } from '@/db/testing/service-context';
import { putLimit } from '../limits/put-limit';
import { forecastCampaign } from './forecast-campaign';
import { getCaps } from './get-caps';
import { putCaps } from './put-caps';

let world: SendWorld;
let sender: Sender;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  sender = await createSender(world, { now: WEDNESDAY, people: 60 });
}, 60_000);
afterAll(() => world.close());

const TOMORROW = new Date(WEDNESDAY.getTime() + 86_400_000);
const BLANK = { dailyLimit: null, invite: null, message: null, inmail: null };

async function at(now: Date) {
  await setClock(world, now.getTime());
  return testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, now });
}

async function budgetOf(key: string): Promise<number | undefined> {
  const [row] = await inWorkspace(world.app, world.workspaceId, (tx) =>
    rowsOf<{ cap: number }>(
      tx,
      sql`select cap from budgets where campaign_id = ${sender.campaignId} and account_id = ${sender.accountId} and key = ${key}`,
    ),
  );
  return row?.cap;
}

async function busiestDay(): Promise<number> {
  const { days } = await forecastCampaign(await at(WEDNESDAY), { id: sender.campaignId });
  return Math.max(...days.map((day) => day.invites));
}

test('a blank cap, its budget and the forecast follow the default that an admin has set', async () => {
  const id = sender.campaignId;
  expect((await getCaps(await at(WEDNESDAY), { id })).effective).toEqual({ invite: 80, message: 80, inmail: 5 });
  expect(await busiestDay()).toBeGreaterThan(10);

  await putLimit(await at(WEDNESDAY), { key: 'invite.day', tiers: ['premium'], cap: 10 });
  expect(await getCaps(await at(WEDNESDAY), { id })).toMatchObject({ effective: { invite: 10, message: 80 } });
  await putCaps(await at(WEDNESDAY), { id, ...BLANK });
  expect(await budgetOf('campaign.invite.day')).toBe(10);
  expect(await busiestDay()).toBe(10);
});

test('a default that is raised lets a blank cap rise from the next day on, not on this one', async () => {
  const id = sender.campaignId;
  await putLimit(await at(WEDNESDAY), { key: 'message.day', tiers: ['premium'], cap: 30 });
  await putCaps(await at(WEDNESDAY), { id, ...BLANK });
  expect(await budgetOf('campaign.message.day')).toBe(30);
  await putLimit(await at(WEDNESDAY), { key: 'message.day', tiers: ['premium'], cap: 60 });
  await putCaps(await at(WEDNESDAY), { id, ...BLANK });
  expect(await budgetOf('campaign.message.day')).toBe(30);
  await putCaps(await at(TOMORROW), { id, ...BLANK });
  expect(await budgetOf('campaign.message.day')).toBe(60);
});

test('no cap above the hard cap in force is taken', async () => {
  const id = sender.campaignId;
  await putLimit(await at(TOMORROW), { key: 'inmail.day', tiers: ['premium'], hardCap: 8 });
  await expect(putCaps(await at(TOMORROW), { id, ...BLANK, inmail: 9 })).rejects.toMatchObject({
    fields: [{ path: 'inmail', message: 'At most 8 a day and account.' }],
  });
});

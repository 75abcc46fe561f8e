import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accounts } from '@/db/schema/accounts';
import { campaigns } from '@/db/schema/campaigns';
import { createCampaign } from '@/db/testing/factories';
import type { SendWorld } from '@/db/testing/send-world';
import { addPeople, createSender, openSendWorld, setClock, WEDNESDAY } from '@/db/testing/send-world';
import { testContext } from '@/db/testing/service-context';
import { forecast as contract } from '../../contracts/forecast';
import { forecastCampaign } from './forecast-campaign';

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
}, 60_000);
afterAll(() => world.close());

async function context(now = WEDNESDAY) {
  await setClock(world, now.getTime());
  return testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, now });
}

test('a campaign is forecast from its rows, in the shape of the contract, and twice alike', async () => {
  const sender = await createSender(world, { now: WEDNESDAY, people: 60 });
  const ctx = await context();
  const played = await forecastCampaign(ctx, { id: sender.campaignId });
  expect(contract.parse(played)).toEqual(played);
  expect(await forecastCampaign(ctx, { id: sender.campaignId })).toEqual(played);
  expect(played).toMatchObject({
    people: 60,
    firstOn: '2026-03-04',
    finishedDraws: played.draws,
    left: [],
    rivals: [],
  });
  const invites = played.days.reduce((sum, day) => sum + day.invites, 0);
  // The sum of usual days is about the number of people who can be invited: 4 % are out of network, 2 % are connected.
  expect(invites).toBeGreaterThan(48);
  expect(invites).toBeLessThanOrEqual(62);
  expect((played.begun.likely ?? '') <= (played.finish.likely ?? '')).toBe(true);
}, 60_000);

test('with a cap of 0 nobody is ever written to, and the forecast says which cap', async () => {
  const sender = await createSender(world, { now: WEDNESDAY, people: 5 });
  await world.owner.orm.update(campaigns).set({ capInvite: 0 }).where(eq(campaigns.id, sender.campaignId));
  const played = await forecastCampaign(await context(), { id: sender.campaignId });
  expect(played).toMatchObject({ firstOn: null, finishesOn: null, finishedDraws: 0 });
  expect(played.left).toEqual([{ reason: 'campaign.invite.day', people: 5 }]);
}, 60_000);

test('a paused account sends nothing, and the forecast says so', async () => {
  const sender = await createSender(world, { now: WEDNESDAY, people: 5 });
  await world.owner.orm.update(accounts).set({ pausedAt: WEDNESDAY }).where(eq(accounts.id, sender.accountId));
  const played = await forecastCampaign(await context(), { id: sender.campaignId });
  expect(played).toMatchObject({ days: [], left: [{ reason: 'account_paused', people: 5 }] });
}, 60_000);

test('another running campaign of the account takes part, and what the two cost each other is told', async () => {
  const sender = await createSender(world, { now: WEDNESDAY, people: 80 });
  await world.owner.orm
    .update(accounts)
    .set({ targets: { invite: 10 } })
    .where(eq(accounts.id, sender.accountId));
  const { workspaceId, ownerId } = world;
  const senderIds = [sender.accountId];
  const other = await createCampaign(world.owner, { workspaceId, ownerId, senderIds, now: WEDNESDAY });
  await addPeople(world, {
    accountId: sender.accountId,
    campaignId: other.id,
    stepId: other.stepId,
    people: 80,
    now: WEDNESDAY,
  });
  const { rivals } = await forecastCampaign(await context(), { id: sender.campaignId });
  expect(rivals).toMatchObject([{ campaignId: other.id, accountIds: senderIds }]);
  expect(rivals[0]?.losesSends).toBeGreaterThan(5);
  expect(rivals[0]?.delaysDays).toBeGreaterThan(0);
}, 60_000);

test('what was sent today is counted: a full day goes on tomorrow', async () => {
  const sender = await createSender(world, { now: WEDNESDAY, people: 20, caps: { 'ramp.invite.day': 10 } });
  const evening = new Date('2026-03-04T20:00:00.000Z');
  const played = await forecastCampaign(await context(evening), { id: sender.campaignId });
  expect(played.firstOn).toBe('2026-03-05');
}, 60_000);

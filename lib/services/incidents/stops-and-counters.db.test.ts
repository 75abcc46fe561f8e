import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alsoEnrol } from '@/db/testing/incident-moves';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, handleOf, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { WEDNESDAY } from '@/db/testing/send-world';
import { accountUsage } from '../accounts/account-usage';
import { getCaps } from '../campaigns/get-caps';
import { putCaps } from '../campaigns/put-caps';
import { createSuppression } from '../suppressions/create-suppression';

let world: IncidentWorld;

beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  await world?.close();
});

const invitesOf = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'invite');

test('#14 Hire-AI: the limit that is saved is the limit that is shown and the limit that holds; none is clamped in silence', async () => {
  const sender = await createIncidentSender(world, { people: 4 });
  const ctx = await world.at(WEDNESDAY);
  const id = sender.campaignId;
  const none = { message: null, inmail: null };
  const saved = await putCaps(ctx, { id, dailyLimit: null, invite: 2, ...none });
  expect(saved).toMatchObject({ invite: 2, effective: { invite: 2 } });
  expect(await getCaps(ctx, { id })).toMatchObject({ invite: 2, effective: { invite: 2 } });
  await expect(putCaps(ctx, { id, dailyLimit: null, invite: 100_000, ...none })).rejects.toThrow('not possible');
  expect(await getCaps(ctx, { id })).toMatchObject({ invite: 2 });
  await runDay(world, sender);
  expect(await invitesOf(sender)).toHaveLength(2);
}, 60_000);

test('#15 WarmySender: a counter of 142 beside a ledger of 2 shows 2, and sends go on', async () => {
  const sender = await createIncidentSender(world, { people: 2 });
  const noon = new Date((await nextSlotOf(world, sender)).getTime() + 60_000);
  await runDay(world, sender, WEDNESDAY, { until: noon });
  const sentBefore = (await invitesOf(sender)).length;
  expect(sentBefore).toBeGreaterThan(0);
  const week = sql`account_id = ${sender.accountId} and key = 'invite.week'`;
  await world.owner.orm.execute(sql`update budgets set cap = 142 where ${week}`);
  await world.owner.orm.execute(sql`update budgets set used = 142 where ${week}`);
  const { budgets } = await accountUsage(await world.at(noon), { id: sender.accountId });
  expect(budgets.filter((figure) => figure.budget === 'invite.week')).toMatchObject([{ used: sentBefore }]);
  await runDay(world, sender, noon);
  expect(await invitesOf(sender)).toHaveLength(2);
  const [healed] = await world.owner.orm.execute(sql`select used from budgets where ${week}`);
  expect(healed).toEqual({ used: 2 });
}, 120_000);

test('#17 Buzz, SalesMind: a person suppressed while their invite waits for its slot is written to by no account, and the next one is', async () => {
  const sender = await createIncidentSender(world, { people: 2 });
  const sibling = await createIncidentSender(world, { people: 0 });
  const second = await alsoEnrol(world, sibling, sender.people);
  const at = await nextSlotOf(world, sender);
  const [stopped, other] = sender.people;
  if (stopped === undefined || other === undefined) throw new Error('two people are needed');
  const ctx = await world.at(new Date(at.getTime() - 60_000));
  await createSuppression(ctx, { kind: 'linkedin_slug', value: await handleOf(world, stopped) });
  await runDay(world, sender, at);
  await runDay(world, second, at);
  expect((await invitesOf(sender)).map((line) => line.slug)).toEqual([other.slug]);
  expect((await invitesOf(second)).map((line) => line.slug)).toEqual([other.slug]);
}, 120_000);

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, handleOf, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { accountUsage } from '../accounts/account-usage';
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

test('#15 WarmySender: a counter of 142 beside a ledger of 3 shows 3', async () => {
  const sender = await createIncidentSender(world, { people: 3 });
  await runDay(world, sender);
  expect(await invitesOf(sender)).toHaveLength(3);
  await world.owner.orm.execute(
    sql`update budgets set used = 142 where account_id = ${sender.accountId} and key = 'invite.week'`,
  );
  const { budgets } = await accountUsage(await world.at(new Date('2026-03-04T16:00:00Z')), { id: sender.accountId });
  expect(budgets.filter((figure) => figure.budget === 'invite.week')).toMatchObject([{ used: 3 }]);
}, 60_000);

test('#17 Buzz, SalesMind: a person suppressed while their invite waits for its slot is not written to, and the next one is', async () => {
  const sender = await createIncidentSender(world, { people: 2 });
  const at = await nextSlotOf(world, sender);
  const [stopped, other] = sender.people;
  if (stopped === undefined || other === undefined) throw new Error('two people are needed');
  const ctx = await world.at(new Date(at.getTime() - 60_000));
  await createSuppression(ctx, { kind: 'linkedin_slug', value: await handleOf(world, stopped) });
  await runDay(world, sender, at);
  expect((await invitesOf(sender)).map((line) => line.slug)).toEqual([other.slug]);
}, 60_000);

import { afterAll, beforeAll, expect, test } from 'vitest';
import { alsoEnrol, deliver, messageNew } from '@/db/testing/incident-moves';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches } from '@/db/testing/send-world';

let world: IncidentWorld;

beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const invitesOf = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'invite');

/** Two people who wait for an invite in two campaigns: of one account, or of two. */
async function twoCampaigns(accounts: 1 | 2) {
  const sender = await createIncidentSender(world, { people: 2 });
  const other = accounts === 1 ? sender : await createIncidentSender(world, { people: 0 });
  const second = await alsoEnrol(world, other, sender.people);
  const at = await nextSlotOf(world, sender);
  const [replied, quiet] = sender.people;
  if (replied === undefined || quiet === undefined) throw new Error('two people are needed');
  return { sender, second, at, replied, quiet, before: new Date(at.getTime() - 60_000) };
}

test('#8 Cogtrix: a reply between planning and sending stops the person in every campaign, and the other person is written to', async () => {
  const { sender, at, before, replied, quiet } = await twoCampaigns(1);
  const reply = messageNew(replied, { text: 'Thanks, let us talk next week', own: false, at: before });
  expect(await deliver(world, sender, reply, before)).toEqual(['replied']);
  await runDay(world, sender, at);
  const invited = new Set((await invitesOf(sender)).map((line) => line.slug));
  expect(invited).toEqual(new Set([quiet.slug]));
}, 120_000);

test('#8 GetSales: a reply to one sender stops the person with every other sender of the workspace too', async () => {
  const { sender, second, at, before, replied, quiet } = await twoCampaigns(2);
  const reply = messageNew(replied, { text: 'Thanks, let us talk next week', own: false, at: before });
  expect(await deliver(world, sender, reply, before)).toEqual(['replied']);
  await runDay(world, second, at);
  expect((await invitesOf(second)).map((line) => line.slug)).toEqual([quiet.slug]);
}, 120_000);

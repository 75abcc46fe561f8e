import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sends } from '@/db/schema/sends';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, notingAsks, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches, putCap, reserveAs, WEDNESDAY } from '@/db/testing/send-world';
import { openDay } from '../days/open-day';

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
const rowsOf = (sender: IncidentSender) =>
  world.owner.orm.select().from(sends).where(eq(sends.accountId, sender.accountId));
const capOf = (sender: IncidentSender, cap: number, now: Date) =>
  putCap(world, { accountId: sender.accountId, key: 'invite.day', cap, now });

test('a full cap creates no row, no attempt and no call until the named free moment; then the send goes', async () => {
  const sender = await createIncidentSender(world, { people: 3, caps: { 'invite.day': 1 } });
  const { asks, wrap } = notingAsks();
  await runDay(world, sender, WEDNESDAY, { wrap });
  // Two people are due all day and the cap is full: nothing is asked again.
  expect(asks).toMatchObject([{ outcome: 'reserved' }]);
  const [first] = await rowsOf(sender);
  const waiting = sender.people.find((person) => person.prospectId !== first?.prospectId);
  if (waiting === undefined) throw new Error('nobody is left');
  const evening = new Date('2026-03-04T15:00:00Z');
  await world.at(evening);
  const refused = await reserveAs(world, { sender, enrolment: waiting, now: evening });
  expect(refused).toMatchObject({ outcome: 'capped', reason: 'invite.day' });
  const freeAt = refused.freeAt ?? evening;
  expect(freeAt > evening).toBe(true);

  const early = new Date('2026-03-05T05:00:00Z');
  expect(await openDay(await world.at(early), { accountId: sender.accountId })).toMatchObject({ kind: 'open' });
  await capOf(sender, 1, early);
  await runDay(world, sender, early, { wrap, until: freeAt });
  expect(asks).toHaveLength(1);
  expect(await rowsOf(sender)).toHaveLength(1);
  expect(await invitesOf(sender)).toHaveLength(1);

  await runDay(world, sender, freeAt, { wrap });
  expect(asks.slice(1)).toMatchObject([{ outcome: 'reserved' }]);
  expect((asks[1]?.at ?? early) >= freeAt).toBe(true);
  expect(await invitesOf(sender)).toHaveLength(2);
}, 120_000);

test('a cap that is raised while it is full does not wait for the free moment, and nothing is asked in between', async () => {
  const sender = await createIncidentSender(world, { people: 3, caps: { 'invite.day': 1 } });
  const { asks, wrap } = notingAsks();
  const noon = new Date('2026-03-04T12:00:00Z');
  await runDay(world, sender, WEDNESDAY, { wrap, until: noon });
  expect(asks).toMatchObject([{ outcome: 'reserved' }]);
  await world.at(noon);
  await capOf(sender, 2, noon);
  await runDay(world, sender, noon, { wrap });
  expect(asks).toMatchObject([{ outcome: 'reserved' }, { outcome: 'reserved' }]);
  expect(await invitesOf(sender)).toHaveLength(2);
}, 120_000);

test('a campaign whose own cap is full is not asked again that day', async () => {
  const sender = await createIncidentSender(world, { people: 3 });
  await putCap(world, {
    accountId: sender.accountId,
    campaignId: sender.campaignId,
    key: 'campaign.invite.day',
    cap: 2,
    now: WEDNESDAY,
  });
  const { asks, wrap } = notingAsks();
  await runDay(world, sender, WEDNESDAY, { wrap });
  expect(asks).toMatchObject([{ outcome: 'reserved' }, { outcome: 'reserved' }]);
  expect(await invitesOf(sender)).toHaveLength(2);
}, 120_000);

test('without a note left, people whose invite has a note are parked until the free moment, asked once each', async () => {
  const sender = await createIncidentSender(world, { people: 2, caps: { 'invite_note.month': 0 } });
  await world.owner.orm.execute(sql`update steps set note = 'Hello' where campaign_id = ${sender.campaignId}`);
  const { asks, wrap } = notingAsks();
  await runDay(world, sender, WEDNESDAY, { wrap });
  const refusal = { outcome: 'capped', reason: 'invite_note.month' };
  expect(asks).toMatchObject([refusal, refusal]);
  const parked = await world.owner.orm.execute(
    sql`select state, reason, wake_at is not null as wakes from enrolments where campaign_id = ${sender.campaignId}`,
  );
  const expected = { state: 'parked', reason: 'no_notes_left', wakes: true };
  expect([...parked]).toEqual([expected, expected]);
  expect(await invitesOf(sender)).toEqual([]);
}, 120_000);

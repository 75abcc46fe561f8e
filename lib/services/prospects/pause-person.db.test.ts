import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolments } from '@/db/schema/enrolments';
import { sends } from '@/db/schema/sends';
import { createUser, createWorkspace } from '@/db/testing/factories';
import { addFollowUp, becomeConnection, deliver, relationNew } from '@/db/testing/incident-moves';
import type { IncidentPerson, IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches, WEDNESDAY } from '@/db/testing/send-world';
import { testContext } from '@/db/testing/service-context';
import { explainAccount } from '../accounts/explain-account';
import { listAudit } from '../audit/list-audit';
import { addPeople } from '../campaigns/add-people';
import { explainCampaign } from '../campaigns/explain-campaign';
import { listPeople } from '../campaigns/list-people';
import { openDay } from '../days/open-day';
import { dispatchSend } from '../sends/dispatch-send';
import { performSend } from '../sends/perform-send';
import { reserveNext } from '../sends/reserve-next';
import { withUnit } from '../with-unit';
import { explainPerson } from './explain-person';
import { pausePerson } from './pause-person';
import { resumePerson } from './resume-person';

let world: IncidentWorld;
beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const THURSDAY = new Date('2026-03-05T05:00:00.000Z');
const enrolmentOf = async ({ id }: IncidentPerson) =>
  (await world.owner.orm.select().from(enrolments).where(eq(enrolments.id, id)))[0];
/** What reached the provider of a step, refused or not; the look-ups are the world's own. */
const callsOf = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action !== 'lookup');
const rowsOf = ({ prospectId }: IncidentPerson) =>
  world.owner.orm.select().from(sends).where(eq(sends.prospectId, prospectId)).orderBy(sends.at);

async function pair() {
  const sender = await createIncidentSender(world, { people: 2 });
  const [person, other] = sender.people;
  if (person === undefined || other === undefined) throw new Error('two people are needed');
  return { sender, person, other };
}

/** The account's next due invite, reserved as a turn does it once its slot has come. */
async function reserveOne(sender: IncidentSender) {
  const ctx = await world.at(WEDNESDAY);
  const account = await withUnit(ctx, (unit) => unit.accountById(sender.accountId));
  if (account === null) throw new Error('an account vanished');
  const later = async () => ctx;
  const reserved = await reserveNext(ctx, { account, later, ready: ['invite'], parkedCampaigns: new Set() });
  return { ctx, account, later, reserved };
}

test('nothing is sent to a paused person while everybody else gets theirs, and every screen says who paused them, since when and why', async () => {
  const { sender, person, other } = await pair();
  const ctx = await world.at(WEDNESDAY);
  const paused = await pausePerson(ctx, { id: person.prospectId, reason: 'in talks with Dana' });
  expect(paused).toMatchObject({
    stoppedAt: WEDNESDAY.toISOString(),
    stopReason: 'in talks with Dana',
    dispatching: [],
  });
  await runDay(world, sender);
  expect((await callsOf(sender)).map((line) => line.slug)).toEqual([other.slug]);
  expect(await rowsOf(person)).toEqual([]);
  expect(await enrolmentOf(person)).toMatchObject({ state: 'parked', reason: 'person_paused', active: true });
  const explained = await explainPerson(ctx, { id: person.prospectId });
  expect(explained).toMatchObject({
    verdict: 'stopped',
    primary: { code: 'paused_user', since: WEDNESDAY.toISOString() },
  });
  expect(explained.headline).toMatch(/^The person was paused by .+: in talks with Dana\.$/);
  const evening = await world.at(new Date('2026-03-04T15:00:00.000Z'));
  for (const { primary, also } of [
    await explainAccount(evening, { id: sender.accountId }),
    await explainCampaign(evening, { id: sender.campaignId }),
  ]) {
    const said = [primary, ...also].find((reason) => reason.code === 'people_paused');
    expect(said).toMatchObject({
      text: 'One person is paused by hand: in talks with Dana.',
      since: WEDNESDAY.toISOString(),
    });
  }
  const { items } = await listPeople(ctx, { id: sender.campaignId });
  expect(items.find((item) => item.prospectId === person.prospectId)).toMatchObject({
    pausedAt: WEDNESDAY.toISOString(),
    pauseReason: 'in talks with Dana',
  });
}, 120_000);

test('whoever is resumed is due again at the pace of the account: one step, once, and nothing is made up for', async () => {
  const { sender, person, other } = await pair();
  await pausePerson(await world.at(WEDNESDAY), { id: person.prospectId });
  await runDay(world, sender);
  const resumed = await resumePerson(await world.at(THURSDAY), { id: person.prospectId });
  expect(resumed).toMatchObject({ stoppedAt: null, stoppedBy: null, stopReason: null });
  expect(await enrolmentOf(person)).toMatchObject({ state: 'active', action: 'invite', dueAt: THURSDAY });
  expect(await openDay(await world.at(THURSDAY), { accountId: sender.accountId })).toMatchObject({ kind: 'open' });
  await runDay(world, sender, THURSDAY);
  const lines = await callsOf(sender);
  expect(lines.map((line) => line.slug)).toEqual([other.slug, person.slug]);
  expect(new Date(lines[1]?.at ?? 0).getTime()).toBeGreaterThan(THURSDAY.getTime());
  expect(await rowsOf(person)).toMatchObject([{ state: 'sent', attempt: 1 }]);
}, 120_000);

test('the acknowledgement lists the send whose call has begun, and a reserved one does not start any more', async () => {
  const { sender } = await pair();
  const first = await reserveOne(sender);
  if (first.reserved.kind !== 'reserved') throw new Error(first.reserved.reason);
  expect(await dispatchSend(first.ctx, first.reserved.send)).toMatchObject({ outcome: 'dispatching' });
  const begun = await pausePerson(first.ctx, { id: first.reserved.work.prospectId });
  expect(begun.dispatching).toEqual([first.reserved.send.id]);

  const second = await reserveOne(sender);
  if (second.reserved.kind !== 'reserved') throw new Error(second.reserved.reason);
  const { work, send } = second.reserved;
  expect(await pausePerson(second.ctx, { id: work.prospectId })).toMatchObject({ dispatching: [] });
  expect(await performSend(second.ctx, { ...second, work, send })).toBe('person_stopped');
  expect(await callsOf(sender)).toEqual([]);
  const [row] = await world.owner.orm.select().from(sends).where(eq(sends.id, send.id));
  expect(row).toMatchObject({ state: 'released', spent: false, kept: [] });
}, 60_000);

test('a send that the pause released is sent once after the resumption, as a second attempt of the same row', async () => {
  const { sender, person, other } = await pair();
  await pausePerson(await world.at(WEDNESDAY), { id: other.prospectId });
  const { ctx, account, later, reserved } = await reserveOne(sender);
  if (reserved.kind !== 'reserved') throw new Error(reserved.reason);
  await pausePerson(ctx, { id: person.prospectId });
  await performSend(ctx, { account, later, work: reserved.work, send: reserved.send });
  // The turn that finds them due again parks them, and asks the provider nothing.
  expect((await reserveOne(sender)).reserved.kind).toBe('none');
  expect(await enrolmentOf(person)).toMatchObject({ state: 'parked', reason: 'person_paused', active: true });
  expect(await callsOf(sender)).toEqual([]);
  await resumePerson(ctx, { id: person.prospectId });
  await runDay(world, sender);
  expect((await callsOf(sender)).map((line) => line.slug)).toEqual([person.slug]);
  expect(await rowsOf(person)).toMatchObject([{ id: reserved.send.id, state: 'sent', attempt: 2 }]);
}, 120_000);

test('somebody who accepts while paused is not written to until they are resumed, and then once', async () => {
  const { sender, person: stranger, other } = await pair();
  await addFollowUp(world, sender, 'Hello {{first_name}}');
  const person = await becomeConnection(world, sender, stranger);
  const at = new Date((await nextSlotOf(world, sender)).getTime() - 60_000);
  await pausePerson(await world.at(at), { id: person.prospectId });
  await pausePerson(await world.at(at), { id: other.prospectId });
  expect(await deliver(world, sender, relationNew(person), at)).toEqual(['accepted']);
  const noon = new Date('2026-03-04T12:00:00.000Z');
  await runDay(world, sender, at, { until: noon });
  expect(await callsOf(sender)).toEqual([]);
  expect(await enrolmentOf(person)).toMatchObject({ state: 'parked', reason: 'person_paused', active: true });
  await resumePerson(await world.at(noon), { id: person.prospectId });
  await runDay(world, sender, noon);
  expect(await callsOf(sender)).toMatchObject([{ action: 'message', slug: person.slug }]);
}, 120_000);

test('a pause and a resumption are each recorded once, and a second pause keeps the first reason', async () => {
  const { person } = await pair();
  const ctx = await world.at(WEDNESDAY);
  const id = person.prospectId;
  await resumePerson(ctx, { id });
  await pausePerson(ctx, { id, reason: 'first' });
  const again = await pausePerson(await world.at(new Date(WEDNESDAY.getTime() + 60_000)), { id, reason: 'second' });
  expect(again).toMatchObject({ stopReason: 'first', stoppedAt: WEDNESDAY.toISOString() });
  await resumePerson(ctx, { id });
  await resumePerson(ctx, { id });
  const { items } = await listAudit(ctx, { objectId: id });
  expect(items.map((entry) => [entry.action, entry.details]).sort()).toEqual([
    ['person.paused', { reason: 'first', dispatching: [] }],
    ['person.resumed', {}],
  ]);
});

test('only who may change people pauses them, and nobody those of another workspace', async () => {
  const { person } = await pair();
  const id = person.prospectId;
  const { workspaceId } = world;
  const viewer = await createUser(world.owner, { workspaceId, now: WEDNESDAY, role: 'viewer' });
  const asViewer = testContext(world.app, { workspaceId, userId: viewer.id, role: 'viewer', now: WEDNESDAY });
  const elsewhere = await createWorkspace(world.owner, { now: WEDNESDAY });
  const stranger = await createUser(world.owner, { workspaceId: elsewhere.id, now: WEDNESDAY });
  const asStranger = testContext(world.app, { workspaceId: elsewhere.id, userId: stranger.id, now: WEDNESDAY });
  for (const verb of [pausePerson, resumePerson]) {
    await expect(verb(asViewer, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(verb(asStranger, { id })).rejects.toMatchObject({ code: 'not_found' });
  }
  expect(await explainPerson(await world.at(WEDNESDAY), { id })).not.toMatchObject({ verdict: 'stopped' });
});

test('somebody who is paused is not taken into a campaign, and counts as paused, not as having replied', async () => {
  const { sender, person } = await pair();
  const ctx = await world.at(WEDNESDAY);
  await pausePerson(ctx, { id: person.prospectId });
  await world.owner.orm.delete(enrolments).where(eq(enrolments.id, person.id));
  const result = await addPeople(ctx, { id: sender.campaignId, prospectIds: [person.prospectId] });
  expect(result).toMatchObject({ enrolled: 0, leftOut: { paused: 1, replied: 0 } });
});

import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolments } from '@/db/schema/enrolments';
import { addFollowUp, becomeConnection, deliver, relationNew } from '@/db/testing/incident-moves';
import type { IncidentPerson, IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches, reserveAs, WEDNESDAY } from '@/db/testing/send-world';
import type { ProviderPort } from '@/lib/providers/port';
import { addPeople } from '../campaigns/add-people';
import { wakeEnrolments } from '../sweeps/wake-enrolments';

let world: IncidentWorld;

beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const enrolmentOf = async (person: IncidentPerson) =>
  (await world.owner.orm.select().from(enrolments).where(eq(enrolments.id, person.id)))[0];
const linesOf = async (sender: IncidentSender, action: string) =>
  (await world.ledger(sender)).filter((line) => line.action === action);
const MINUTE_MS = 60_000;

/** A sender with a follow-up; its first person is a connection that nobody told it of yet. */
async function following(people: number, caps = {}) {
  const sender = await createIncidentSender(world, { people, caps });
  await addFollowUp(world, sender, 'Hello {{first_name}}, shall we talk?');
  const [first] = sender.people;
  if (first === undefined) throw new Error('nobody');
  const person = await becomeConnection(world, sender, first);
  return { sender, person, at: new Date((await nextSlotOf(world, sender)).getTime() - MINUTE_MS) };
}

test('#5 OpenOutreach: cannot_resend_yet stops the invites of the account, keeps the person, and follow-ups go on', async () => {
  const { sender, person, at } = await following(3);
  expect(await deliver(world, sender, relationNew(person), at)).toEqual(['accepted']);
  const tried: string[] = [];
  const refuse: Partial<ProviderPort> = {
    invite: async (_accountId, { providerUserId }) => {
      tried.push(providerUserId);
      return { answer: { kind: 'refused', code: 'limit', detail: 'cannot_resend_yet' }, headers: {} };
    },
  };
  await runDay(world, sender, at, { wrap: (ctx) => ({ ...ctx, provider: { ...ctx.provider, ...refuse } }) });
  expect(tried).toHaveLength(1);
  const refused = sender.people.find((one) => one.providerUserId === tried[0]);
  if (refused === undefined) throw new Error('nobody was tried');
  const kept = await enrolmentOf(refused);
  expect(kept).toMatchObject({ active: true, state: 'parked', reason: 'limit' });
  expect((kept?.wakeAt ?? WEDNESDAY) > new Date('2026-03-04T23:00:00Z')).toBe(true);
  expect(await linesOf(sender, 'message')).toMatchObject([{ slug: person.slug, outcome: 'accepted' }]);
}, 120_000);

test('#6 OpenOutreach: with the day’s invites used up, people who are connected already still advance', async () => {
  const { sender, person } = await following(4, { 'invite.day': 1 });
  const others = sender.people.slice(1);
  // The first person's invite is not due, so that one of the others uses up the day.
  await world.owner.orm.execute(
    sql`update enrolments set due_at = due_at + interval '5 hours' where id = ${person.id}`,
  );
  const noon = new Date('2026-03-04T12:00:00Z');
  await runDay(world, sender, WEDNESDAY, { until: noon });
  const [invited] = await linesOf(sender, 'invite');
  expect(others.map((one) => one.slug)).toContain(invited?.slug);
  expect(await deliver(world, sender, relationNew(person), noon)).toEqual(['accepted']);
  await runDay(world, sender, noon);
  expect(await linesOf(sender, 'invite')).toHaveLength(1);
  expect(await linesOf(sender, 'message')).toMatchObject([{ slug: person.slug, outcome: 'accepted' }]);
}, 120_000);

test('#9 munin: whoever got the first touch is not enrolled again, nor invited twice by a copy of the row', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  const [person] = sender.people;
  if (person === undefined) throw new Error('nobody');
  await runDay(world, sender);
  expect(await linesOf(sender, 'invite')).toHaveLength(1);
  expect(await enrolmentOf(person)).toMatchObject({ state: 'done', active: false });
  const evening = new Date('2026-03-04T18:00:00Z');
  const again = await addPeople(await world.at(evening), { id: sender.campaignId, prospectIds: [person.prospectId] });
  expect(again).toMatchObject({ enrolled: 0, leftOut: { already_enrolled: 1 } });
  // The ledger's own key refuses it even when the row says that the step is still to do.
  await world.owner.orm.execute(
    sql`update enrolments set state = 'active', active = true, action = 'invite', work_class = 3, due_at = ${WEDNESDAY.toISOString()}::timestamptz where id = ${person.id}`,
  );
  expect(await reserveAs(world, { sender, enrolment: person, now: evening })).toMatchObject({ outcome: 'duplicate' });
  await runDay(world, sender, new Date('2026-03-04T14:00:00Z'));
  expect(await linesOf(sender, 'invite')).toHaveLength(1);
}, 120_000);

test('#10 a webhook delivered five times and out of order, with a sibling account beside, has one effect on the right person', async () => {
  const { sender, person, at } = await following(2);
  const sibling = await createIncidentSender(world, { people: 1 });
  const late = { ...relationNew(person), id: `evt_${person.prospectId}` };
  const outcomes = [];
  for (let n = 0; n < 5; n += 1) outcomes.push(await deliver(world, sender, late, new Date(at.getTime() - n * 1_000)));
  expect(outcomes).toEqual([['accepted'], [], [], [], []]);
  expect(await deliver(world, sibling, relationNew(person), at)).toEqual(['unknown_person']);
  await runDay(world, sender, at);
  expect(await linesOf(sender, 'message')).toMatchObject([{ slug: person.slug }]);
  expect(await linesOf(sibling, 'message')).toEqual([]);
  const [untouched] = sibling.people;
  if (untouched === undefined) throw new Error('nobody');
  expect(await enrolmentOf(untouched)).toMatchObject({ acceptedAt: null, active: true });
}, 120_000);

test('#11 an acceptance eight hours late, after the wait has timed out, is handled once and under the caps', async () => {
  const { sender, person } = await following(1, { 'message.day': 1 });
  const [waiting] = sender.people;
  if (waiting === undefined) throw new Error('nobody');
  await world.owner.orm.execute(
    sql`update enrolments set state = 'waiting', step_id = ${`${sender.stepId}w`}, action = null, work_class = null, due_at = null,
      invited_at = ${WEDNESDAY.toISOString()}::timestamptz - interval '14 days 4 hours', wake_at = ${WEDNESDAY.toISOString()}::timestamptz - interval '4 hours' where id = ${waiting.id}`,
  );
  await wakeEnrolments(await world.at(WEDNESDAY));
  expect(await enrolmentOf(waiting)).toMatchObject({ state: 'done', active: false });
  const at = new Date(WEDNESDAY.getTime() + 4 * 60 * MINUTE_MS);
  await deliver(world, sender, relationNew(person), at);
  await deliver(world, sender, relationNew(person), at);
  await runDay(world, sender, at);
  expect(await linesOf(sender, 'message')).toMatchObject([{ slug: person.slug, outcome: 'accepted' }]);
}, 120_000);

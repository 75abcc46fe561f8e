import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFollowUp, becomeConnection, deliver, relationNew } from '@/db/testing/incident-moves';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches, WEDNESDAY } from '@/db/testing/send-world';
import type { ProviderPort } from '@/lib/providers/port';
import { reconcileUnknown } from '../sweeps/reconcile-unknown';

let world: IncidentWorld;

beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const rowsOf = async (sender: IncidentSender) => [
  ...(await world.owner.orm.execute(
    sql`select action, state, spent from sends where account_id = ${sender.accountId} order by at`,
  )),
];

test('#16 WarmySender: an InMail accepted without a chat id is not called sent: its slot stays spent and a person decides', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  await world.owner.orm.execute(
    sql`update steps set kind = 'inmail', subject = 'A question', text = 'Hello {{first_name}}' where id = ${sender.stepId}`,
  );
  await world.owner.orm.execute(
    sql`update enrolments set action = 'inmail', work_class = 1 where campaign_id = ${sender.campaignId}`,
  );
  await world.owner.orm.execute(
    sql`update resolutions set open_profile = true, open_profile_at = resolved_at where account_id = ${sender.accountId}`,
  );
  let calls = 0;
  const sendInmail: ProviderPort['sendInmail'] = async () => {
    calls += 1;
    return { answer: { kind: 'accepted', providerRef: null }, headers: {} };
  };
  await runDay(world, sender, WEDNESDAY, { wrap: (ctx) => ({ ...ctx, provider: { ...ctx.provider, sendInmail } }) });
  expect(calls).toBe(1);
  expect(await rowsOf(sender)).toEqual([{ action: 'inmail', state: 'unknown', spent: true }]);
  await reconcileUnknown(await world.at(new Date('2026-03-06T10:00:00Z')));
  expect(await rowsOf(sender)).toEqual([{ action: 'inmail', state: 'held', spent: true }]);
}, 120_000);

test('#19 OpenOutreach, SuiteCRM: a name is the recipient’s own; who has none is not written to, never by another’s name', async () => {
  const sender = await createIncidentSender(world, { people: 3 });
  await addFollowUp(world, sender, 'Hello {{first_name}}, shall we talk?');
  const names = ['Grace', null, 'Linus'];
  const people = [];
  for (const [n, person] of sender.people.entries()) {
    await world.owner.orm.execute(
      sql`update prospects set first_name = ${names[n] ?? null}, full_name = ${'Tom Wrong'} where id = ${person.prospectId}`,
    );
    // Who has no name is a stranger at the provider: even a refused try would stand in its ledger.
    people.push(names[n] === null ? person : await becomeConnection(world, sender, person, n === 0 ? 0 : 1));
  }
  for (const person of people) await deliver(world, sender, relationNew(person), WEDNESDAY);
  await runDay(world, sender);
  const written: (string | null)[][] = [];
  const ctx = await world.at(new Date('2026-03-04T18:00:00Z'));
  for (const person of people) {
    const read = await ctx.provider.listMessages(sender.providerAccountId, person.providerUserId);
    written.push(read.ok ? read.value.filter((message) => message.own).map((message) => message.text) : []);
  }
  expect(written).toEqual([['Hello Grace, shall we talk?'], [], ['Hello Linus, shall we talk?']]);
  expect((await world.ledger(sender)).filter((line) => line.action === 'message')).toHaveLength(2);
  const [nameless] = await world.owner.orm.execute(
    sql`select state, reason from enrolments where id = ${people[1]?.id ?? ''}`,
  );
  expect(nameless).toEqual({ state: 'skipped', reason: 'missing_variable' });
}, 120_000);

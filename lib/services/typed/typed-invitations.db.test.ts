import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { invitations } from '@/db/schema/invitations';
import { sends } from '@/db/schema/sends';
import { addFollowUp } from '@/db/testing/incident-moves';
import { incidentSuite } from '@/db/testing/incident-suite';
import type { IncidentPerson, IncidentSender } from '@/db/testing/incident-world';
import { createIncidentSender } from '@/db/testing/incident-world';
import { after, healthy, NOON, personOf } from '@/db/testing/withdrawal-world';
import type { ProviderPort } from '../../providers/port';
import { invitePerson } from '../invitations/invite-person';

const world = incidentSuite({ acceptance: 0 });

async function sending(caps = {}): Promise<{ sender: IncidentSender; person: IncidentPerson }> {
  const sender = await createIncidentSender(world, { people: 1, caps });
  await addFollowUp(world, sender, 'Hello {{first_name}}');
  const [person] = sender.people;
  if (person === undefined) throw new Error('nobody');
  return { sender, person };
}

async function invite(
  { sender, person }: { sender: IncidentSender; person: IncidentPerson },
  input: { note?: string; key?: string; at?: Date; change?: Partial<ProviderPort> } = {},
) {
  const ctx = await healthy(world, sender, input.at ?? NOON, input.change);
  const { note = null, key = 'key-1' } = input;
  const { accountId } = sender;
  return invitePerson(ctx, { accountId, prospectId: person.prospectId, note, key, later: async () => ctx });
}

const asked = async (sender: IncidentSender, action: string) =>
  (await world.ledger(sender)).filter((line) => line.action === action);
const rowsOf = (sender: IncidentSender) =>
  world.owner.orm.select().from(sends).where(eq(sends.accountId, sender.accountId)).orderBy(sends.at, sends.action);

test('is sent once for its key, is listed, and whoever a step was to invite goes on from there', async () => {
  const made = await sending({ 'ramp.invite.day': 0, 'campaign.invite.day': 0 });
  const sent = await invite(made, { note: 'We met at the fair.' });
  expect(sent).toMatchObject({ type: 'sent', state: 'pending', name: 'Ada Example' });
  expect(await invite(made, { note: 'We met at the fair.' })).toEqual(sent);
  expect(await asked(made.sender, 'invite')).toMatchObject([{ outcome: 'accepted', note: true }]);
  expect(await rowsOf(made.sender)).toMatchObject([{ origin: 'typed', action: 'invite', state: 'sent' }]);
  expect(await personOf(world, made.person)).toMatchObject({ active: true, state: 'waiting' });
  await expect(invite(made, { note: 'We met at the fair.', key: 'key-2', at: after(20) })).rejects.toThrow('already');
  expect(await asked(made.sender, 'invite')).toHaveLength(1);
}, 120_000);

test('looks an unknown person up first, from the budgets of look-ups, and never twice', async () => {
  const made = await sending();
  await world.owner.orm.execute(sql`delete from resolutions where account_id = ${made.sender.accountId}`);
  await world.owner.orm.execute(
    sql`update prospects set linkedin_slug = ${made.person.slug}, full_name = null, last_name = 'Lovelace' where id = ${made.person.prospectId}`,
  );
  const before = (await asked(made.sender, 'lookup')).length;
  expect(await invite(made)).toMatchObject({ name: 'Ada Lovelace' });
  await invite(made);
  expect(await asked(made.sender, 'lookup')).toHaveLength(before + 1);
  expect((await rowsOf(made.sender)).map((row) => [row.action, row.origin, row.state])).toEqual([
    ['invite', 'typed', 'sent'],
    ['resolve', 'typed', 'sent'],
  ]);
}, 120_000);

test('a full budget refuses it with the budget’s name and a time; a long note with its field', async () => {
  const made = await sending({ 'invite.week': 0 });
  await expect(invite(made)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('Invites of the week'),
  });
  await expect(invite(made, { note: 'x'.repeat(301) })).rejects.toMatchObject({
    code: 'validation_failed',
    fields: [{ path: 'note' }],
  });
  expect(await asked(made.sender, 'invite')).toEqual([]);
}, 120_000);

test('refused without a reason, one profile read decides: an invitation that is there already is no limit', async () => {
  const made = await sending();
  const { sender, person } = made;
  // Somebody invites the person at the provider, and nobody has told us yet.
  const { provider } = await healthy(world, sender, NOON);
  await provider.invite(sender.providerAccountId, { providerUserId: person.providerUserId, note: null });
  await expect(invite(made)).rejects.toThrow('did not take');
  const [refused, ...others] = (await rowsOf(sender)).toSorted((a, b) => (a.action < b.action ? -1 : 1));
  expect(refused).toMatchObject({ action: 'invite', state: 'rejected', answer: { code: 'already_invited' } });
  expect(others).toMatchObject([{ action: 'resolve', stepKey: `check:${refused?.id}` }]);
  const paces = await world.owner.orm.execute(
    sql`select stopped_until from action_paces where account_id = ${sender.accountId} and action = 'invite'`,
  );
  expect([...paces]).toEqual([{ stopped_until: null }]);
}, 120_000);

test('an unknown outcome is never invited again, by nobody: not under another key, and not by a step', async () => {
  const made = await sending();
  const lost: ProviderPort['invite'] = async () => ({ answer: { kind: 'unknown', detail: 'timed out' }, headers: {} });
  await expect(invite(made, { change: { invite: lost } })).rejects.toMatchObject({ code: 'unavailable' });
  await expect(invite(made)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await asked(made.sender, 'invite')).toEqual([]);
  await expect(invite(made, { key: 'key-2' })).rejects.toThrow('nobody knows whether it arrived');
  expect(await rowsOf(made.sender)).toMatchObject([{ state: 'unknown' }]);
  expect(await personOf(world, made.person)).toMatchObject({ active: false, reason: 'acted_elsewhere' });
  expect(
    await world.owner.orm.select().from(invitations).where(eq(invitations.accountId, made.sender.accountId)),
  ).toEqual([]);
}, 120_000);

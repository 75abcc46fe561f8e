import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { sends } from '@/db/schema/sends';
import { incidentSuite } from '@/db/testing/incident-suite';
import type { IncidentSender } from '@/db/testing/incident-world';
import { createIncidentSender } from '@/db/testing/incident-world';
import { after, healthy, NOON } from '@/db/testing/withdrawal-world';
import type { ProviderPort } from '../../providers/port';
import { decideHeld } from '../held/decide-held';
import { answerInvitation } from '../invitations/answer-invitation';
import { listInvitations } from '../invitations/list-invitations';
import { receivedIdOf } from '../invitations/received-id';
import { reconcileUnknown } from '../sweeps/reconcile-unknown';

const world = incidentSuite();

const listed = async (sender: IncidentSender, at = NOON) =>
  (await listInvitations(await healthy(world, sender, at), { type: 'received', accountId: sender.accountId })).items;
async function answer(
  sender: IncidentSender,
  input: { id: string; answer: 'accept' | 'refuse'; at?: Date; change?: Partial<ProviderPort> },
) {
  const ctx = await healthy(world, sender, input.at ?? NOON, input.change);
  return answerInvitation(ctx, { id: input.id, answer: input.answer, later: async () => ctx });
}
const asked = async (sender: IncidentSender, action: string) =>
  (await world.ledger(sender)).filter((line) => line.action === action && line.outcome === 'accepted');
const rowsOf = (sender: IncidentSender) =>
  world.owner.orm.select().from(sends).where(eq(sends.accountId, sender.accountId)).orderBy(sends.at);

test('is listed as the provider has it, accepted or refused once, from budgets of its own, and leaves the list', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  const [first, second] = await listed(sender);
  expect(first).toMatchObject({ type: 'received', state: 'pending', accountId: sender.accountId });
  expect(first?.name).toEqual(expect.any(String));
  const [acceptId, refuseId] = [first?.id ?? '', second?.id ?? ''];
  const accepted = { id: acceptId, state: 'accepted', acceptedAt: NOON.toISOString(), sendId: expect.any(String) };
  expect(await answer(sender, { id: acceptId, answer: 'accept' })).toMatchObject(accepted);
  expect(await answer(sender, { id: refuseId, answer: 'refuse', at: after(1) })).toMatchObject({ state: 'refused' });
  expect(await answer(sender, { id: acceptId, answer: 'accept', at: after(2) })).toMatchObject(accepted);
  await expect(answer(sender, { id: acceptId, answer: 'refuse', at: after(3) })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect([(await asked(sender, 'accept')).length, (await asked(sender, 'refuse')).length]).toEqual([1, 1]);
  expect(await rowsOf(sender)).toMatchObject([
    { action: 'accept', origin: 'typed', state: 'sent', budgets: ['accept.day', 'attempt.accept.day'] },
    { action: 'refuse', origin: 'typed', state: 'sent', budgets: ['attempt.refuse.day', 'refuse.day'] },
  ]);
  expect((await listed(sender, after(90))).map((one) => one.id)).not.toContain(acceptId);
}, 120_000);

test('what was answered is told as answered while the provider’s list of the last hour still shows it', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  const [first, second] = await listed(sender);
  const stateOf = async (id: string | undefined, at: Date) => (await listed(sender, at)).find((one) => one.id === id);
  await answer(sender, { id: first?.id ?? '', answer: 'accept' });
  expect(await stateOf(first?.id, after(1))).toMatchObject({ state: 'accepted', acceptedAt: NOON.toISOString() });
  expect(await stateOf(second?.id, after(1))).toMatchObject({ state: 'pending' });
  await answer(sender, { id: second?.id ?? '', answer: 'refuse', at: after(2) });
  expect(await stateOf(second?.id, after(3))).toMatchObject({ state: 'refused' });
}, 120_000);

test('only what the list of received ones shows is answered: a sent one is never withdrawn by a refusal', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  const { provider } = await healthy(world, sender, NOON);
  const sent = await provider.invite(sender.providerAccountId, {
    providerUserId: sender.people[0]?.providerUserId ?? '',
    note: null,
  });
  const requestId = sent.answer.kind === 'accepted' ? (sent.answer.providerRef ?? '') : '';
  expect(requestId).not.toBe('');
  const id = receivedIdOf({ accountId: sender.accountId, requestId });
  await expect(answer(sender, { id, answer: 'refuse' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(answer(sender, { id: 'inv_other', answer: 'refuse' })).rejects.toMatchObject({ code: 'not_found' });
  expect(await rowsOf(sender)).toEqual([]);
  expect(await asked(sender, 'withdraw')).toEqual([]);
}, 120_000);

test('a full budget and a stop refuse it; an unknown outcome is never asked again', async () => {
  const sender = await createIncidentSender(world, { people: 1, caps: { 'refuse.day': 0 } });
  const [first] = await listed(sender);
  const id = first?.id ?? '';
  await expect(answer(sender, { id, answer: 'refuse' })).rejects.toThrow('Refused invites');
  await world.owner.orm.execute(
    sql`update accounts set paused_at = ${NOON.toISOString()}::timestamptz where id = ${sender.accountId}`,
  );
  await expect(answer(sender, { id, answer: 'accept' })).rejects.toThrow('paused');
  await world.owner.orm.execute(sql`update accounts set paused_at = null where id = ${sender.accountId}`);
  let calls = 0;
  const accept: ProviderPort['accept'] = async () => {
    calls += 1;
    return { answer: { kind: 'unknown', detail: 'timed out' }, headers: {} };
  };
  expect(await answer(sender, { id, answer: 'accept', change: { accept } })).toMatchObject({ state: 'unknown' });
  expect(await answer(sender, { id, answer: 'accept', at: after(1), change: { accept } })).toMatchObject({
    state: 'unknown',
  });
  expect(calls).toBe(1);
  expect((await listed(sender, after(2))).find((one) => one.id === id)).toMatchObject({ state: 'unknown' });
  // Nobody can look for it anywhere: after a day a person decides.
  const tomorrow = after(25 * 60);
  expect(await reconcileUnknown(await healthy(world, sender, tomorrow))).toMatchObject({ held: 1 });
  const [held] = await rowsOf(sender);
  expect(held).toMatchObject({ action: 'accept', state: 'held' });
  expect(
    await decideHeld(await healthy(world, sender, tomorrow), { id: held?.id ?? '', outcome: 'sent' }),
  ).toMatchObject({
    state: 'sent',
  });
}, 120_000);

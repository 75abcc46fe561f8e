import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { sends } from '@/db/schema/sends';
import { threads } from '@/db/schema/threads';
import { addFollowUp, becomeConnection, deliver, messageNew } from '@/db/testing/incident-moves';
import { incidentSuite } from '@/db/testing/incident-suite';
import type { IncidentPerson, IncidentSender } from '@/db/testing/incident-world';
import { createIncidentSender, handleOf } from '@/db/testing/incident-world';
import { after, healthy, NOON, personOf } from '@/db/testing/withdrawal-world';
import type { ServiceContext } from '../context';
import { deleteStop } from '../controls/delete-stop';
import { putStop } from '../controls/put-stop';
import { createSuppression } from '../suppressions/create-suppression';
import { reconcileUnknown } from '../sweeps/reconcile-unknown';
import { getThread } from '../threads/get-thread';
import { handleThread } from '../threads/handle-thread';
import { listMessages } from '../threads/list-messages';
import { listThreads } from '../threads/list-threads';
import { reopenThread } from '../threads/reopen-thread';
import { startThread } from '../threads/start-thread';
import { writeMessage } from '../threads/write-message';

const world = incidentSuite({ echoOwnMessages: false });

/** A sender in whose campaign the first person, a connection, is to get a message by and by. */
async function connected(caps = {}): Promise<{ sender: IncidentSender; person: IncidentPerson }> {
  const sender = await createIncidentSender(world, { people: 1, caps });
  await addFollowUp(world, sender, 'Hello {{first_name}}, shall we talk?');
  const [first] = sender.people;
  if (first === undefined) throw new Error('nobody');
  const person = await becomeConnection(world, sender, first);
  await world.owner.orm.execute(
    sql`update resolutions set degree = 1 where account_id = ${sender.accountId} and prospect_id = ${person.prospectId}`,
  );
  return { sender, person };
}

const written = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'message' && line.outcome === 'accepted');
const rowsOf = (sender: IncidentSender) =>
  world.owner.orm.select().from(sends).where(eq(sends.accountId, sender.accountId)).orderBy(sends.at);

/** The first message to the person by hand, at a moment. */
async function start(
  { sender, person }: { sender: IncidentSender; person: IncidentPerson },
  input: { at?: Date; key?: string | null; text?: string; ctx?: ServiceContext } = {},
) {
  const ctx = input.ctx ?? (await healthy(world, sender, input.at ?? NOON));
  const { accountId } = sender;
  const key = input.key === undefined ? 'key-1' : input.key;
  const text = input.text ?? 'Good to see you at the fair.';
  return startThread(ctx, { accountId, prospectId: person.prospectId, text, key, later: async () => ctx });
}

test('is sent once for its key, ends what campaigns had planned, and its conversation can be read and answered', async () => {
  const made = await connected();
  const first = await start(made);
  expect(first).toMatchObject({ state: 'sent', thread: { accountId: made.sender.accountId, name: 'Ada Example' } });
  expect(await start(made)).toEqual(first);
  expect(await written(made.sender)).toHaveLength(1);
  expect(await personOf(world, made.person)).toMatchObject({ active: false, reason: 'written_by_hand' });
  expect(await rowsOf(made.sender)).toMatchObject([
    { origin: 'typed', state: 'sent', spent: true, campaignId: null, prospectId: made.person.prospectId },
  ]);

  const id = first.thread?.id ?? '';
  const ctx = await healthy(world, made.sender, after(30));
  const second = await writeMessage(ctx, { id, text: 'And again.', key: 'key-2', later: async () => ctx });
  expect(second.thread).toMatchObject({ id, lastOutboundAt: after(30).toISOString() });
  expect((await listThreads(ctx, { accountId: made.sender.accountId })).items.map((one) => one.id)).toEqual([id]);
  const { items, nextCursor } = await listMessages(ctx, { id });
  expect(items.map(({ own, text }) => ({ own, text }))).toEqual([
    { own: true, text: 'And again.' },
    { own: true, text: 'Good to see you at the fair.' },
  ]);
  expect(nextCursor).toBeNull();
  await expect(listMessages(ctx, { id, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'validation_failed' });
  expect(await getThread(ctx, { id })).toEqual(second.thread);
  await expect(getThread(ctx, { id: 'thr_nowhere' })).rejects.toMatchObject({ code: 'not_found' });
}, 120_000);

test('a conversation needs a reply while theirs is the last word, the longest waiting first, page by page', async () => {
  const made: { sender: IncidentSender; person: IncidentPerson; id: string }[] = [];
  for (const minutes of [9, 6, 3]) {
    const one = await connected();
    const first = await start(one);
    const id = first.thread?.id ?? '';
    const [row] = await world.owner.orm.select().from(threads).where(eq(threads.id, id));
    const reply = { text: 'Gladly.', own: false, chatId: row?.providerChatId ?? '', at: after(minutes) };
    await deliver(world, one.sender, messageNew(one.person, reply), after(10));
    made.push({ ...one, id });
  }
  const ids = made.map(({ id }) => id);
  const [latest] = made;
  if (latest === undefined) throw new Error('nobody');
  const ctx = await healthy(world, latest.sender, after(11));
  const waiting = async (cursor?: string) =>
    listThreads(ctx, { unanswered: true, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
  const firstPage = await waiting();
  const secondPage = await waiting(firstPage.nextCursor ?? 'none');
  const seen = [...firstPage.items, ...secondPage.items].map(({ id }) => id).filter((id) => ids.includes(id));
  expect(seen).toEqual(ids.toReversed());

  await writeMessage(ctx, { id: latest.id, text: 'Friday?', key: 'answer', later: async () => ctx });
  const left = await listThreads(ctx, { unanswered: true, limit: 200 });
  expect(left.items.map(({ id }) => id)).not.toContain(latest.id);
  expect((await listThreads(ctx, { limit: 200 })).items.map(({ id }) => id)).toContain(latest.id);

  const [, other] = ids;
  const isWaiting = async () =>
    (await listThreads(ctx, { unanswered: true, limit: 200 })).items.some(({ id }) => id === other);
  expect(await handleThread(ctx, { id: other ?? '' })).toMatchObject({ handledAt: ctx.now.toISOString() });
  expect(await isWaiting()).toBe(false);
  expect(await reopenThread(ctx, { id: other ?? '' })).toMatchObject({ handledAt: null });
  expect(await isWaiting()).toBe(true);
}, 120_000);

test('asked eight times at once under one key reaches the person once', async () => {
  const made = await connected();
  const ctx = await healthy(world, made.sender, NOON);
  const answers = await Promise.allSettled(Array.from({ length: 8 }, () => start(made, { ctx })));
  expect(answers.filter((one) => one.status === 'fulfilled').length).toBeGreaterThan(0);
  expect(await written(made.sender)).toHaveLength(1);
  expect(await rowsOf(made.sender)).toHaveLength(1);
}, 120_000);

test('needs a key, and a key carries the same words to the same person for ever', async () => {
  const made = await connected();
  await expect(start(made, { key: null })).rejects.toMatchObject({
    code: 'validation_failed',
    fields: [{ path: 'Idempotency-Key' }],
  });
  await start(made);
  await expect(start(made, { text: 'Something else.' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await written(made.sender)).toHaveLength(1);
}, 120_000);

test('its echo is known as ours; what is written at the provider is booked, each once', async () => {
  const made = await connected();
  await start(made, { text: 'Line one\nLine two ' });
  const [thread] = await world.owner.orm.select().from(threads).where(eq(threads.accountId, made.sender.accountId));
  const chatId = thread?.providerChatId ?? '';
  const echo = (text: string, id: string, at: Date) => messageNew(made.person, { text, own: true, id, chatId, at });
  const deliverAll = async (...events: ReturnType<typeof echo>[]) => {
    const outcomes: string[] = [];
    for (const event of events) outcomes.push(...(await deliver(world, made.sender, event, after(5))));
    return outcomes;
  };
  expect(await deliverAll(echo('Line one\r\nLine two', 'm1', after(1)))).toEqual(['own']);
  const byHand = [echo('Written on the phone.', 'm2', after(2)), echo('And once more.', 'm3', after(3))];
  expect(await deliverAll(...byHand, ...byHand)).toEqual(['booked_by_hand', 'booked_by_hand', 'own', 'own']);
  expect((await rowsOf(made.sender)).map((row) => row.origin).sort()).toEqual(['external', 'external', 'typed']);
}, 120_000);

test('is free of hours, ramp and campaigns, and bound by the shared and hourly budgets, with the time', async () => {
  const night = new Date('2026-03-04T22:30:00Z');
  const free = await connected({ 'ramp.message.day': 0, 'campaign.message.day': 0 });
  expect(await start(free, { at: night })).toMatchObject({ state: 'sent' });

  for (const budget of ['message.hour', 'engagement.day'] as const) {
    const bound = await connected({ [budget]: 1 });
    const first = await start(bound);
    const ctx = await healthy(world, bound.sender, after(5));
    const next = { id: first.thread?.id ?? '', text: 'One more.', key: 'key-2', later: async () => ctx };
    const refusal = await writeMessage(ctx, next).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'refused', message: expect.stringContaining('used up: 1 of 1') });
    expect(refusal).toMatchObject({ retryAfterS: expect.any(Number) });
    expect(await written(bound.sender)).toHaveLength(1);
  }
}, 120_000);

test('a stop, a pause, a suppression, an opt-out and stale health refuse it with their sentence, and nobody is asked', async () => {
  const made = await connected();
  const { sender, person } = made;
  const owner = async () => healthy(world, sender, NOON);
  const stop = await putStop(await owner(), { scope: 'account', id: sender.accountId });
  expect(stop.dispatching).toEqual([]);
  await expect(start(made)).rejects.toThrow('kill switch');
  await deleteStop(await owner(), { scope: 'account', id: sender.accountId });

  const set = (column: string, value: string | null, table = 'accounts', id = sender.accountId) =>
    world.owner.orm.execute(
      sql`update ${sql.identifier(table)} set ${sql.identifier(column)} = ${value}::timestamptz where id = ${id}`,
    );
  await set('paused_at', NOON.toISOString());
  await expect(start(made)).rejects.toThrow('paused');
  await set('paused_at', null);
  await set('opted_out_at', NOON.toISOString(), 'prospects', person.prospectId);
  await expect(start(made)).rejects.toThrow('asked not to be written to');
  await set('opted_out_at', null, 'prospects', person.prospectId);
  const getAccount = async () => ({ ok: false, code: 'unavailable', detail: '', headers: {} }) as const;
  const stale = await world.at(after(60), { getAccount });
  await expect(start(made, { ctx: stale })).rejects.toThrow();
  await createSuppression(await owner(), { kind: 'linkedin_slug', value: await handleOf(world, person) });
  await expect(start(made)).rejects.toThrow('suppressed');
  expect(await written(sender)).toEqual([]);
  expect(await rowsOf(sender)).toEqual([]);
}, 120_000);

test('without a known outcome it is unknown, never sent again, and found by its words in the provider’s list', async () => {
  const made = await connected();
  await world.simulator.call('POST', '/_sim/faults', {
    route: 'POST **/chats/send',
    kind: '504_after_write',
    count: 1,
  });
  await expect(start(made)).rejects.toMatchObject({ code: 'unavailable' });
  expect(await rowsOf(made.sender)).toMatchObject([{ state: 'unknown', spent: true }]);
  expect(await personOf(world, made.person)).toMatchObject({ active: false });
  await expect(start(made, { at: after(1) })).rejects.toMatchObject({ code: 'unavailable' });
  expect(await written(made.sender)).toHaveLength(1);
  expect(await reconcileUnknown(await healthy(world, made.sender, after(20)))).toMatchObject({ found: 1 });
  expect(await rowsOf(made.sender)).toMatchObject([{ state: 'sent', answer: { code: 'reconciled' } }]);
  const { items } = await listThreads(await world.at(after(21)), { accountId: made.sender.accountId });
  expect(items).toMatchObject([{ prospectId: made.person.prospectId }]);
}, 120_000);

test('somebody who is no connection is refused before anything is spent', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  const [person] = sender.people;
  if (person === undefined) throw new Error('nobody');
  await expect(start({ sender, person })).rejects.toThrow('not a connection');
  expect(await rowsOf(sender)).toEqual([]);
}, 120_000);

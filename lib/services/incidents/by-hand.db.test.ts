import { EventEmitter, once } from 'node:events';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enrolments } from '@/db/schema/enrolments';
import { sends } from '@/db/schema/sends';
import { addFollowUp, becomeConnection, deliver, messageNew, relationNew } from '@/db/testing/incident-moves';
import type { IncidentPerson, IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches } from '@/db/testing/send-world';
import type { WriteResult } from '@/lib/providers/port';
import type { ServiceContext } from '../context';
import { sendNext } from '../sends/send-next';
import { bookHandSent } from '../sweeps/book-hand-sent';
import { reconcileUnknown } from '../sweeps/reconcile-unknown';

let world: IncidentWorld;

beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const byHand = (sender: IncidentSender) =>
  world.owner.orm.select().from(sends).where(sql`account_id = ${sender.accountId} and origin = 'external'`);
const enrolmentOf = async (person: IncidentPerson) =>
  (await world.owner.orm.select().from(enrolments).where(eq(enrolments.id, person.id)))[0];
const linesOf = async (sender: IncidentSender, action: string) =>
  (await world.ledger(sender)).filter((line) => line.action === action && line.outcome === 'accepted');

/** A sender whose first person is a connection that a message is due for. */
async function writing() {
  const sender = await createIncidentSender(world, { people: 2 });
  await addFollowUp(world, sender, 'Hello {{first_name}}, shall we talk?');
  const [first] = sender.people;
  if (first === undefined) throw new Error('nobody');
  const person = await becomeConnection(world, sender, first);
  const at = new Date((await nextSlotOf(world, sender)).getTime() - 60_000);
  expect(await deliver(world, sender, relationNew(person), at)).toEqual(['accepted']);
  return { sender, person, at };
}

test('#7 warmbly: our own message that the provider hands back is no reply and is not booked a second time', async () => {
  const { sender, person, at } = await writing();
  await runDay(world, sender, at);
  expect(await linesOf(sender, 'message')).toMatchObject([{ slug: person.slug }]);
  const evening = new Date('2026-03-04T17:00:00Z');
  const ctx = await world.at(evening);
  const chat = await ctx.provider.listMessages(sender.providerAccountId, person.providerUserId);
  const [written] = chat.ok ? chat.value : [];
  if (written === undefined) throw new Error('the provider lists no message');
  const own = messageNew(person, {
    text: written.text ?? '',
    own: true,
    id: written.messageId,
    chatId: written.chatId,
    at: evening,
  });
  expect(await deliver(world, sender, own, evening)).toEqual(['own']);
  expect(await byHand(sender)).toEqual([]);
  expect(await enrolmentOf(person)).toMatchObject({ state: 'done', repliedAt: null });
}, 120_000);

/** Does `work` before the `nth` raw statement of each transaction of the context. */
function interrupted(ctx: ServiceContext, nth: number, work: () => Promise<unknown>): ServiceContext {
  const transaction: typeof ctx.db.orm.transaction = (run, config) =>
    ctx.db.orm.transaction((tx) => {
      let statements = 0;
      const execute = async (query: Parameters<typeof tx.execute>[0]) => {
        statements += 1;
        if (statements === nth) await work();
        return tx.execute(query);
      };
      return run(new Proxy(tx, { get: (of, key) => (key === 'execute' ? execute : Reflect.get(of, key)) }));
    }, config);
  const orm = new Proxy(ctx.db.orm, {
    get: (of, key) => (key === 'transaction' ? transaction : Reflect.get(of, key)),
  });
  return { ...ctx, db: { ...ctx.db, orm } };
}

/** The turn in which the provider takes a step's message; `answer` says what comes back, and when. */
async function turnThatWrites(answer: (result: WriteResult) => Promise<WriteResult>) {
  const { sender, person, at } = await writing();
  const moments = new EventEmitter();
  const taken = once(moments, 'taken').then(() => null);
  let now = at;
  for (let n = 0; n < 100; n += 1) {
    const ctx = await world.at(now);
    const sendMessage: typeof ctx.provider.sendMessage = async (...input) => {
      const result = await ctx.provider.sendMessage(...input);
      moments.emit('taken');
      return answer(result);
    };
    const slow = { ...ctx, provider: { ...ctx.provider, sendMessage } };
    const turn = sendNext(slow, { accountId: sender.accountId, later: async () => slow });
    const ended = await Promise.race([taken, turn]);
    if (ended === null) return { sender, told: await webhookOf(ctx, sender, person), at: now, turn };
    if (ended.kind === 'end') break;
    now = ended.at > now ? ended.at : new Date(now.getTime() + 1_000);
  }
  throw new Error('the message was not sent that day');
}

/** The webhook of the message that the provider's list shows. */
async function webhookOf(ctx: ServiceContext, sender: IncidentSender, person: IncidentPerson) {
  const chat = await ctx.provider.listMessages(sender.providerAccountId, person.providerUserId);
  const [written] = chat.ok ? chat.value : [];
  if (written === undefined) throw new Error('the provider lists no message');
  const { messageId: id, chatId, text, at } = written;
  return messageNew(person, { text: text ?? '', own: true, id, chatId, at });
}

test.each([1, 2, 3])(
  '#7 warmbly: a message of a step whose answer arrives while its webhook is applied, before statement %i, is not booked as typed by hand',
  async (nth) => {
    const moments = new EventEmitter();
    const released = once(moments, 'released');
    const { sender, told, at, turn } = await turnThatWrites((result) => released.then(() => result));
    let interruptions = 0;
    const settled = async () => {
      interruptions += 1;
      moments.emit('released');
      await turn;
    };
    await deliver(world, sender, told, at, (ctx) => interrupted(ctx, nth, settled));
    expect(interruptions).toBeGreaterThan(0);
    expect(await byHand(sender)).toEqual([]);
    expect(await linesOf(sender, 'message')).toHaveLength(1);
  },
  60_000,
);

test('#7 warmbly: a message whose answer was lost and that was found in the list is not booked again when its webhook comes late', async () => {
  const lost: WriteResult = { answer: { kind: 'unknown', detail: 'the line was cut' }, headers: {} };
  const { sender, told, at, turn } = await turnThatWrites(async () => lost);
  await turn;
  const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
  expect(await reconcileUnknown(await world.at(later(10)))).toEqual({ found: 1, held: 0 });
  expect(await deliver(world, sender, told, later(15))).toEqual(['own']);
  expect(await byHand(sender)).toEqual([]);
}, 60_000);

test('#7 Fulreach: a message that the rep typed by hand pre-empts the step, and is booked once however often it is told', async () => {
  const { sender, person, at } = await writing();
  const typed = messageNew(person, { text: 'Hi Ada, good to meet you at the fair', own: true, at });
  // The chat was opened by hand: the account learns whose it is from the first message of the person, or knows it already.
  await world.owner.orm.execute(
    sql`insert into threads (workspace_id, id, account_id, prospect_id, provider_chat_id, created_at)
      values (${world.workspaceId}, ${`thr_${person.prospectId}`}, ${sender.accountId}, ${person.prospectId}, ${`cht_${person.prospectId}`}, now())`,
  );
  expect(await deliver(world, sender, typed, at)).toEqual(['booked_by_hand']);
  for (let again = 0; again < 4; again += 1) expect(await deliver(world, sender, typed, at)).toEqual(['own']);
  await runDay(world, sender, at);
  expect(await linesOf(sender, 'message')).toEqual([]);
  expect(await byHand(sender)).toMatchObject([{ action: 'message', prospectId: person.prospectId, state: 'sent' }]);
  expect(await enrolmentOf(person)).toMatchObject({ state: 'stopped', reason: 'written_by_hand', active: false });
}, 120_000);

test('an invitation that the rep sent by hand is found in the list, booked once, and not sent a second time by the step', async () => {
  const sender = await createIncidentSender(world, { people: 2, caps: { 'invite.day': 2 } });
  await addFollowUp(world, sender, 'Hello {{first_name}}');
  const at = new Date((await nextSlotOf(world, sender)).getTime() - 120_000);
  const [person, other] = sender.people;
  if (person === undefined || other === undefined) throw new Error('two people are needed');
  const ctx = await world.at(at);
  await ctx.provider.invite(sender.providerAccountId, { providerUserId: person.providerUserId, note: null });
  const later = await world.at(new Date(at.getTime() + 60_000));
  expect(await bookHandSent(later)).toEqual({ booked: 1 });
  expect(await bookHandSent(later)).toEqual({ booked: 0 });
  expect(await byHand(sender)).toMatchObject([{ action: 'invite', prospectId: person.prospectId, spent: true }]);
  expect(await enrolmentOf(person)).toMatchObject({ state: 'waiting', reason: 'wait_accepted' });
  await runDay(world, sender, new Date(at.getTime() + 120_000));
  expect((await linesOf(sender, 'invite')).map((line) => line.slug)).toEqual([person.slug, other.slug]);
  // What the step itself sent is in the same list, and is not booked as somebody else's.
  expect(await bookHandSent(await world.at(new Date('2026-03-04T18:00:00Z')))).toEqual({ booked: 0 });
}, 120_000);

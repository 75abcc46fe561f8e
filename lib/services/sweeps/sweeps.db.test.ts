import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inWorkspace } from '@/db/client';
import { dispatchSend } from '@/db/queries/send-store';
import { accounts } from '@/db/schema/accounts';
import { actionPaces } from '@/db/schema/action-paces';
import { enrolments } from '@/db/schema/enrolments';
import { invitations } from '@/db/schema/invitations';
import { providerEvents } from '@/db/schema/provider-events';
import { sends } from '@/db/schema/sends';
import type { LookedUp } from '@/db/testing/looked-up';
import { createFollowingSender, createLookedUp, eventContext, openThread } from '@/db/testing/looked-up';
import type { SendWorld } from '@/db/testing/send-world';
import { INSTALLATION, mismatches, openSendWorld, reserveAs, WEDNESDAY } from '@/db/testing/send-world';
import { encrypt } from '@/lib/platform/secrets';
import type { ProviderPort } from '@/lib/providers/port';
import type { ServiceContext } from '../context';
import { pollRelations } from './poll-relations';
import { reconcileUnknown } from './reconcile-unknown';
import { sweepEvents } from './sweep-events';
import { sweepReservations } from './sweep-reservations';

const HOUR_MS = 3_600_000;
const KEY = Buffer.alloc(32, 7).toString('base64');
let world: SendWorld;
let sender: Awaited<ReturnType<typeof createFollowingSender>>;

beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
});
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const context = (change: Partial<ProviderPort> = {}, now = WEDNESDAY) => eventContext(world, change, now);

/** An account of its own for each test, with one person whose invite is due. */
async function createDue(): Promise<LookedUp> {
  sender = await createFollowingSender(world);
  return createLookedUp(world, sender);
}

/** A send as a killed process leaves it: reserved, or dispatched with no answer recorded, its lease run out. */
async function abandon(person: LookedUp, at: 'reserved' | 'dispatching'): Promise<string> {
  const row = await reserveAs(world, {
    sender,
    enrolment: person,
    now: WEDNESDAY,
    leaseMs: at === 'reserved' ? 1 : 30_000,
  });
  const sendId = row.sendId ?? '';
  await world.owner.orm.update(enrolments).set({ state: 'sending', dueAt: null }).where(eq(enrolments.id, person.id));
  if (at === 'dispatching') {
    const { fence } = row;
    const input = { sendId, fence, now: WEDNESDAY, installationId: INSTALLATION, deadlineMs: 1 };
    const done = await inWorkspace(world.app, world.workspaceId, (tx) => dispatchSend(tx, input));
    expect(done.outcome).toBe('dispatching');
  }
  await sleep(20);
  return sendId;
}

async function sendOf(id: string) {
  const [row] = await world.owner.orm.select().from(sends).where(eq(sends.id, id));
  return row;
}

async function personOf(person: LookedUp) {
  const [row] = await world.owner.orm.select().from(enrolments).where(eq(enrolments.id, person.id));
  return row;
}

const noLists: Partial<ProviderPort> = {
  listSentInvitations: async () => ({ ok: true, value: { items: [], next: null }, headers: {} }),
  listRelations: async () => ({ ok: true, value: { items: [], next: null }, headers: {} }),
};

describe('after a crash', () => {
  it('a reservation that was never dispatched is released, and the person is due again', async () => {
    const person = await createDue();
    const sendId = await abandon(person, 'reserved');
    expect(await sweepReservations(context())).toMatchObject({ released: 1, unknown: 0, replanned: 1 });
    expect(await sendOf(sendId)).toMatchObject({ state: 'released', kept: [] });
    expect(await personOf(person)).toMatchObject({ active: true, state: 'active' });
    expect(await sweepReservations(context())).toMatchObject({ released: 0, replanned: 0 });
  });

  it('a dispatch without an answer is unknown, keeps its budgets, rests its action for an hour and is not sent again', async () => {
    const person = await createDue();
    const sendId = await abandon(person, 'dispatching');
    expect(await sweepReservations(context())).toMatchObject({ released: 0, unknown: 1 });
    const send = await sendOf(sendId);
    expect(send).toMatchObject({ state: 'unknown' });
    expect(send?.kept).toEqual(send?.budgets);
    const paces = await world.owner.orm.select().from(actionPaces).where(eq(actionPaces.accountId, sender.accountId));
    const until = paces.find((pace) => pace.action === 'invite')?.stoppedUntil;
    expect(until?.getTime()).toBe(WEDNESDAY.getTime() + HOUR_MS);
    const again = await reserveAs(world, {
      sender,
      enrolment: person,
      now: new Date(WEDNESDAY.getTime() + 2 * HOUR_MS),
    });
    expect(again.outcome).not.toBe('reserved');
    expect(await personOf(person)).toMatchObject({ reason: 'unknown_outcome', dueAt: null });
  });

  it('a sweep that dies before it has stopped the action has marked nothing: the next one does both', async () => {
    const person = await createDue();
    const sendId = await abandon(person, 'dispatching');
    const plain = context();
    const dying = async () => {
      throw new Error('the sweep died here');
    };
    const store: ServiceContext['store'] = {
      inWorkspace: (workspaceId, work) =>
        plain.store.inWorkspace(workspaceId, (unit) => work({ ...unit, stopAction: dying })),
    };
    await expect(sweepReservations({ ...plain, store })).rejects.toThrow('died');
    expect(await sendOf(sendId)).toMatchObject({ state: 'dispatching' });
    expect(await sweepReservations(context())).toMatchObject({ unknown: 1 });
    expect(await sendOf(sendId)).toMatchObject({ state: 'unknown' });
  });
});

describe('a send of unknown outcome', () => {
  it('that the provider lists is sent, and its person waits for the acceptance', async () => {
    const person = await createDue();
    const sendId = await abandon(person, 'dispatching');
    await sweepReservations(context());
    const items = [{ requestId: 'req_found', providerUserId: person.providerUserId, sentAt: WEDNESDAY }];
    const listSentInvitations = (async () => ({
      ok: true,
      value: { items, next: null },
      headers: {},
    })) as unknown as ProviderPort['listSentInvitations'];
    expect(await reconcileUnknown(context({ ...noLists, listSentInvitations }))).toEqual({ found: 1, held: 0 });
    expect(await sendOf(sendId)).toMatchObject({ state: 'sent', providerRef: 'req_found' });
    const rows = await world.owner.orm.select().from(invitations).where(eq(invitations.prospectId, person.prospectId));
    expect(rows).toMatchObject([{ state: 'pending', providerRequestId: 'req_found' }]);
    expect(await personOf(person)).toMatchObject({ active: true, stepId: sender.waitStepId });
  });

  it('that no list shows stays unknown for a day and is then held for a person, never sent again', async () => {
    const person = await createDue();
    const sendId = await abandon(person, 'dispatching');
    await sweepReservations(context());
    expect(await reconcileUnknown(context(noLists))).toEqual({ found: 0, held: 0 });
    expect(await sendOf(sendId)).toMatchObject({ state: 'unknown' });
    const dayLater = new Date(WEDNESDAY.getTime() + 25 * HOUR_MS);
    // The send of the test before is as old, so it is held with this one.
    await reconcileUnknown(context(noLists, dayLater));
    expect(await sendOf(sendId)).toMatchObject({ state: 'held' });
    expect(await personOf(person)).toMatchObject({ dueAt: null });
  });
});

describe('a send of unknown outcome of an account that does not run', () => {
  it.each([
    ['is disconnected', { state: 'disconnected' as const }],
    ['is restricted', { state: 'restricted' as const }],
    ['is paused by hand', { pausedAt: WEDNESDAY }],
  ])('is held for a person after a day though it %s, and keeps its budgets', async (_how, change) => {
    const person = await createDue();
    const sendId = await abandon(person, 'dispatching');
    await sweepReservations(context());
    await world.owner.orm.update(accounts).set(change).where(eq(accounts.id, sender.accountId));
    await reconcileUnknown(context(noLists, new Date(WEDNESDAY.getTime() + 23 * HOUR_MS)));
    expect(await sendOf(sendId)).toMatchObject({ state: 'unknown' });
    await reconcileUnknown(context(noLists, new Date(WEDNESDAY.getTime() + 25 * HOUR_MS)));
    const send = await sendOf(sendId);
    expect(send).toMatchObject({ state: 'held', spent: true });
    expect(send?.kept).toEqual(send?.budgets);
    expect(await personOf(person)).toMatchObject({ dueAt: null });
  });

  it('asks the provider for no list while the account is disconnected', async () => {
    const person = await createDue();
    const sendId = await abandon(person, 'dispatching');
    await sweepReservations(context());
    await world.owner.orm.update(accounts).set({ state: 'disconnected' }).where(eq(accounts.id, sender.accountId));
    // Any call of this provider throws.
    await reconcileUnknown(context({}, new Date(WEDNESDAY.getTime() + 25 * HOUR_MS)));
    expect(await sendOf(sendId)).toMatchObject({
      state: 'held',
      answer: { detail: 'The provider’s lists could not be read.', looked: { lists: [{ entries: null }] } },
    });
  });
});

describe('what no webhook told', () => {
  it('an acceptance is found among the newest connections, once', async () => {
    const person = await createDue();
    await world.owner.orm.insert(invitations).values({
      workspaceId: world.workspaceId,
      id: `inv_${person.prospectId}`,
      accountId: sender.accountId,
      prospectId: person.prospectId,
      sendId: null,
      providerRequestId: `req_${person.prospectId}`,
      state: 'pending',
      sentAt: WEDNESDAY,
    });
    const items = [{ providerUserId: person.providerUserId, slug: null, since: null }];
    const listRelations: ProviderPort['listRelations'] = async () => ({
      ok: true,
      value: { items, next: null },
      headers: {},
    });
    // Any call of this provider throws: an account whose turn it is not is not read.
    expect(await pollRelations(context(), { isTurn: () => false })).toEqual({ accepted: 0 });
    expect(await pollRelations(context({ listRelations }))).toEqual({ accepted: 1 });
    expect((await personOf(person))?.acceptedAt).toEqual(WEDNESDAY);
    expect(await pollRelations(context({ listRelations }))).toEqual({ accepted: 0 });
  });

  it('stored webhooks that were not announced are applied, and one that fails does not hold up the next', async () => {
    const person = await createDue();
    const store = (id: string, payload: object) =>
      world.owner.orm.insert(providerEvents).values({
        workspaceId: world.workspaceId,
        id,
        providerEventId: id,
        accountId: sender.accountId,
        type: 'message_new',
        bodyEncrypted: encrypt(
          KEY,
          JSON.stringify({ id, created_at: WEDNESDAY.toISOString(), account_id: 'a', type: 'message.new', payload }),
        ),
        receivedAt: new Date(WEDNESDAY.getTime() - HOUR_MS),
      });
    await openThread(world, sender, person);
    // The first names a message that cannot be read; the second is whole.
    await store('evt_a', { chat_id: person.chatId, message_id: 'msg_gone' });
    const text = 'Yes, gladly';
    await store('evt_b', {
      id: 'msg_b',
      chat_id: person.chatId,
      sender_id: person.providerUserId,
      is_sender: false,
      text,
    });
    expect(await sweepEvents(context())).toMatchObject({ applied: 1, failed: 1 });
    expect(await personOf(person)).toMatchObject({ active: false, state: 'replied' });
    for (let round = 0; round < 7; round += 1) await sweepEvents(context());
    // After eight failures it is left for a person and costs no more calls.
    expect(await sweepEvents(context())).toMatchObject({ applied: 0, failed: 0 });
  });
});

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inWorkspace } from '@/db/client';
import { dispatchSend, settleSend } from '@/db/queries/send-store';
import { enrolments } from '@/db/schema/enrolments';
import { invitations } from '@/db/schema/invitations';
import { prospects } from '@/db/schema/prospects';
import { resolutions } from '@/db/schema/resolutions';
import { sends } from '@/db/schema/sends';
import { createUser, createWorkspace } from '@/db/testing/factories';
import type { LookedUp } from '@/db/testing/looked-up';
import { createFollowingSender, createLookedUp, eventContext } from '@/db/testing/looked-up';
import { runAudit } from '@/db/testing/run-audit';
import type { SendWorld } from '@/db/testing/send-world';
import { INSTALLATION, mismatches, openSendWorld, reserveAs, setClock, WEDNESDAY } from '@/db/testing/send-world';
import { testContext } from '@/db/testing/service-context';
import type { Action } from '@/lib/domain/limits/constants';
import type { ProviderPort } from '@/lib/providers/port';
import { listAudit } from '../audit/list-audit';
import { acceptRelation } from '../enrolments/accept-relation';
import { reconcileUnknown } from '../sweeps/reconcile-unknown';
import { withUnit } from '../with-unit';
import { decideHeld } from './decide-held';
import { listHeld } from './list-held';

const HOUR_MS = 3_600_000;
const DAY_LATER = new Date(WEDNESDAY.getTime() + 25 * HOUR_MS);
let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
});
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

type Following = Awaited<ReturnType<typeof createFollowingSender>>;
interface Open {
  sender: Following;
  person: LookedUp;
  id: string;
}

const noLists: Partial<ProviderPort> = {
  listSentInvitations: async () => ({ ok: true, value: { items: [], next: null }, headers: {} }),
  listRelations: async () => ({ ok: true, value: { items: [], next: null }, headers: {} }),
};
/** Nothing of the provider may be called by a decision: its port refuses every call. */
const context = (now = DAY_LATER) => eventContext(world, {}, now);
const sendOf = async (id: string) => (await world.owner.orm.select().from(sends).where(eq(sends.id, id)))[0];
const personOf = async ({ id }: LookedUp) =>
  (await world.owner.orm.select().from(enrolments).where(eq(enrolments.id, id)))[0];
const invitationsOf = ({ prospectId }: LookedUp) =>
  world.owner.orm.select().from(invitations).where(eq(invitations.prospectId, prospectId));
const decisionsOf = async (id: string) =>
  (await listAudit(context(), { objectId: id, action: 'send.decided' })).items.map((entry) => entry.details);

/** A send whose connection was cut after its first byte; the person waits for its reconciliation. */
async function unknown(action: Action = 'invite', stepOf: (sender: Following) => string = ({ stepId }) => stepId) {
  // The gates refuse a clock that is a minute off, and many sends take longer on a busy machine.
  await setClock(world, WEDNESDAY.getTime());
  const sender = await createFollowingSender(world);
  const person = await createLookedUp(world, sender);
  const stepKey = stepOf(sender);
  const row = await reserveAs(world, { sender, enrolment: person, now: WEDNESDAY, action, stepKey });
  const [sendId, { fence }] = [row.sendId ?? '', row];
  await inWorkspace(world.app, world.workspaceId, async (tx) => {
    const call = { sendId, fence, now: WEDNESDAY };
    await dispatchSend(tx, { ...call, installationId: INSTALLATION, deadlineMs: 30_000 });
    const answer = { code: 'unknown', detail: 'HTTP 504' };
    await settleSend(tx, { ...call, state: 'unknown', keep: 'all', providerRef: null, answer });
  });
  const stepId = stepKey.replace('resolve:', '').replace(/[:#]\d$/, '');
  await world.owner.orm
    .update(enrolments)
    .set({ state: 'parked', reason: 'unknown_outcome', stepId, dueAt: null, action: null, workClass: null })
    .where(eq(enrolments.id, person.id));
  return { sender, person, id: sendId };
}

async function held(...input: Parameters<typeof unknown>): Promise<Open> {
  const open = await unknown(...input);
  await reconcileUnknown(
    eventContext(world, { ...noLists, listMessages: async () => ({ ok: true, value: [], headers: {} }) }, DAY_LATER),
  );
  expect(await sendOf(open.id)).toMatchObject({ state: 'held', spent: true });
  return open;
}

describe('a held send', () => {
  test('is listed with whom and what it is for, what the provider answered, and what its lists showed when', async () => {
    const { sender, person, id } = await held();
    const { items } = await listHeld(context());
    expect(items.find((item) => item.id === id)).toMatchObject({
      action: 'invite',
      accountId: sender.accountId,
      campaignId: sender.campaignId,
      prospectId: person.prospectId,
      step: { id: sender.stepId, kind: 'invite' },
      dispatchedAt: WEDNESDAY.toISOString(),
      heldAt: DAY_LATER.toISOString(),
      answer: { code: 'unknown', detail: 'HTTP 504' },
      looked: {
        at: DAY_LATER.toISOString(),
        lists: [
          { list: 'sent_invitations', entries: 0, whole: true },
          { list: 'relations', entries: 0, whole: true },
        ],
      },
    });
  });

  test('says which list could not be read, and gives the words of a message', async () => {
    const { id } = await unknown('message', ({ stepId }) => `${stepId}m`);
    const refused = async () => ({
      ok: false as const,
      error: 'unavailable' as const,
      detail: 'HTTP 503',
      headers: {},
    });
    await reconcileUnknown(
      eventContext(world, { ...noLists, listMessages: refused as unknown as ProviderPort['listMessages'] }, DAY_LATER),
    );
    const { items } = await listHeld(context());
    expect(items.find((item) => item.id === id)).toMatchObject({
      words: 'Hi there',
      looked: { lists: [{ list: 'messages', entries: null, whole: false }] },
    });
  });

  test('comes a page at a time, each once', async () => {
    for (let n = 0; n < 3; n += 1) await held();
    const all = (await listHeld(context(), { limit: 200 })).items.map((item) => item.id);
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listHeld(context(), { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
  });
});

describe('a decision', () => {
  test('that it arrived keeps it spent everywhere, moves the person on and calls nobody', async () => {
    const { sender, person, id } = await held();
    const decided = await decideHeld(context(), { id, outcome: 'sent', reason: 'seen in LinkedIn' });
    expect(decided).toEqual({ id, state: 'sent', spent: true, decidedAt: DAY_LATER.toISOString() });
    const row = await sendOf(id);
    expect(row).toMatchObject({
      state: 'sent',
      spent: true,
      answer: { code: 'decided_sent', before: { detail: 'HTTP 504' } },
    });
    expect(row?.kept).toEqual(row?.budgets);
    expect(await invitationsOf(person)).toMatchObject([{ state: 'pending', sendId: id, sentAt: WEDNESDAY }]);
    expect(await personOf(person)).toMatchObject({ state: 'waiting', stepId: sender.waitStepId, invitedAt: WEDNESDAY });
    expect(await decisionsOf(id)).toMatchObject([{ outcome: 'sent', reason: 'seen in LinkedIn' }]);
    expect((await listHeld(context())).items.map((item) => item.id)).not.toContain(id);
  });

  test('that it did not arrive gives back all but the attempt, ends the step without another call and says so', async () => {
    const { sender, person, id } = await held();
    expect(await decideHeld(context(), { id, outcome: 'closed' })).toMatchObject({ state: 'closed', spent: false });
    const row = await sendOf(id);
    expect(row).toMatchObject({ state: 'closed', kept: ['attempt.invite.day'], answer: { code: 'decided_closed' } });
    expect(row?.answer?.detail).toMatch(/did not arrive/);
    expect(await invitationsOf(person)).toEqual([]);
    expect(await personOf(person)).toMatchObject({ active: true, stepId: sender.waitStepId, dueAt: null });
    const again = await reserveAs(world, { sender, enrolment: person, now: WEDNESDAY });
    expect(again).toMatchObject({ outcome: 'duplicate', reason: 'closed' });
  });

  test('about a look-up that was made lets the person be looked up anew, one that was not ends its step', async () => {
    const lookUp = (sender: Following) => `resolve:${sender.stepId}m:0`;
    const made = await held('resolve', lookUp);
    // The answer is lost, so the account does not know them.
    const { prospectId } = made.person;
    await world.owner.orm.delete(resolutions).where(eq(resolutions.prospectId, prospectId));
    await world.owner.orm.update(prospects).set({ linkedinSlug: 'ada' }).where(eq(prospects.id, prospectId));
    await decideHeld(context(), { id: made.id, outcome: 'sent' });
    expect(await personOf(made.person)).toMatchObject({ state: 'active', action: 'resolve' });
    const notMade = await held('resolve', lookUp);
    await decideHeld(context(), { id: notMade.id, outcome: 'closed' });
    expect(await personOf(notMade.person)).toMatchObject({ state: 'done', reason: 'sequence_finished', action: null });
  });

  test('does not move on somebody whom their acceptance has moved on already', async () => {
    for (const outcome of ['sent', 'closed'] as const) {
      const { sender, person, id } = await held();
      const { accountId } = sender;
      const news = { accountId, prospectId: person.prospectId, providerUserId: person.providerUserId, at: DAY_LATER };
      await withUnit(context(), (unit) => acceptRelation(unit, context(), news));
      const due = { state: 'active', action: 'message', stepId: `${sender.stepId}m` };
      expect(await personOf(person)).toMatchObject(due);
      await decideHeld(context(), { id, outcome });
      expect(await personOf(person)).toMatchObject(due);
    }
  });

  test('made twice is recorded once; a different one is refused and changes nothing', async () => {
    for (const [first, second] of [
      ['sent', 'closed'],
      ['closed', 'sent'],
    ] as const) {
      const { id } = await held();
      await decideHeld(context(), { id, outcome: first });
      const before = await sendOf(id);
      expect(await decideHeld(context(), { id, outcome: first })).toMatchObject({ state: first });
      await expect(decideHeld(context(), { id, outcome: second })).rejects.toMatchObject({ code: 'conflict' });
      expect(await sendOf(id)).toEqual(before);
      expect(await decisionsOf(id)).toMatchObject([{ outcome: first }]);
    }
  });

  test('of two people at the same moment is the one or the other, whole', async () => {
    const wins = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      const { person, id } = await held();
      const order = round % 2 === 0 ? (['sent', 'closed'] as const) : (['closed', 'sent'] as const);
      const results = await Promise.allSettled(order.map((outcome) => decideHeld(context(), { id, outcome })));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      const row = await sendOf(id);
      expect(await invitationsOf(person)).toHaveLength(row?.state === 'sent' ? 1 : 0);
      expect(await decisionsOf(id)).toMatchObject([{ outcome: row?.state }]);
      wins.add(row?.state ?? '');
    }
    expect([...wins].sort()).toEqual(['closed', 'sent']);
  }, 60_000);

  test('about a send that is not held is refused', async () => {
    const { id } = await unknown();
    for (const outcome of ['sent', 'closed'] as const)
      await expect(decideHeld(context(), { id, outcome })).rejects.toMatchObject({ code: 'conflict' });
    expect(await sendOf(id)).toMatchObject({ state: 'unknown' });
    await setClock(world, WEDNESDAY.getTime());
    const sender = await createFollowingSender(world);
    const row = await reserveAs(world, { sender, enrolment: await createLookedUp(world, sender), now: WEDNESDAY });
    await expect(decideHeld(context(), { id: row.sendId ?? '', outcome: 'sent' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(decideHeld(context(), { id: 'snd_none', outcome: 'sent' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

test('a reconciliation that finds the send while a person decides it: the one or the other, whole, and never both', async () => {
  const ends = new Set<string>();
  for (let round = 0; round < 20; round += 1) {
    const { person, id } = await unknown();
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let asked: () => void = () => undefined;
    const looking = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const listSentInvitations = (async () => {
      asked();
      await gate;
      const items = [{ requestId: `req_${id}`, providerUserId: person.providerUserId, createdAt: WEDNESDAY }];
      return { ok: true, value: { items, next: null }, headers: {} };
    }) as unknown as ProviderPort['listSentInvitations'];
    const finding = reconcileUnknown(eventContext(world, { ...noLists, listSentInvitations }, DAY_LATER));
    await looking;
    await reconcileUnknown(eventContext(world, noLists, DAY_LATER));
    const decide = () =>
      decideHeld(context(), { id, outcome: 'closed' }).then(
        () => 'decided',
        (error) => error.code,
      );
    if (round % 3 === 1) open();
    const deciding = decide();
    if (round % 3 === 2) await deciding;
    open();
    const [said] = [await deciding, await finding];
    const row = await sendOf(id);
    expect(row?.state).toBe(said === 'decided' ? 'closed' : 'sent');
    expect(await invitationsOf(person)).toHaveLength(row?.state === 'sent' ? 1 : 0);
    expect(await decisionsOf(id)).toHaveLength(said === 'decided' ? 1 : 0);
    if (said !== 'decided') expect(said).toBe('conflict');
    ends.add(row?.state ?? '');
  }
  expect([...ends].sort()).toEqual(['closed', 'sent']);
}, 60_000);

test('only who manages the account sees and decides its held sends, and nobody those of another workspace', async () => {
  const { id } = await held();
  const { workspaceId } = world;
  const as = async (role: 'rep' | 'viewer') => {
    const user = await createUser(world.owner, { workspaceId, now: WEDNESDAY, role });
    return testContext(world.app, { workspaceId, userId: user.id, role, now: DAY_LATER });
  };
  const elsewhere = await createWorkspace(world.owner, { now: WEDNESDAY });
  const stranger = await createUser(world.owner, { workspaceId: elsewhere.id, now: WEDNESDAY });
  const asStranger = testContext(world.app, { workspaceId: elsewhere.id, userId: stranger.id, now: DAY_LATER });
  const [rep, viewer] = [await as('rep'), await as('viewer')];
  for (const outcome of ['sent', 'closed'] as const) {
    await expect(decideHeld(viewer, { id, outcome })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(decideHeld(rep, { id, outcome })).rejects.toMatchObject({ code: 'not_found' });
    await expect(decideHeld(asStranger, { id, outcome })).rejects.toMatchObject({ code: 'not_found' });
  }
  expect((await listHeld(rep)).items).toEqual([]);
  expect((await listHeld(asStranger)).items).toEqual([]);
  expect((await listHeld(viewer)).items.map((item) => item.id)).toContain(id);
  expect(await sendOf(id)).toMatchObject({ state: 'held' });
});

test('the ledger audit proves its promises after every kind of decision', async () => {
  for (const outcome of ['sent', 'closed'] as const) {
    const { id } = await held();
    await decideHeld(context(), { id, outcome });
  }
  const { code, text } = await runAudit({ DATABASE_URL: world.database.ownerUrl });
  expect(code, text).toBe(0);
}, 60_000);

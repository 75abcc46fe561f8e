import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace, openDatabase } from '../../../db/client';
import { dispatchSend } from '../../../db/queries/send-store';
import { createAccount, createCampaign, createUser } from '../../../db/testing/factories';
import type { Sender, SendWorld } from '../../../db/testing/send-world';
import {
  createSender,
  INSTALLATION,
  mismatches,
  openSendWorld,
  reserveAs,
  WEDNESDAY,
} from '../../../db/testing/send-world';
import { testContext } from '../../../db/testing/service-context';
import type { Role } from '../../domain/access/roles';
import { deleteStop } from './delete-stop';
import { listStops } from './list-stops';
import { putStop } from './put-stop';

const NOW = WEDNESDAY;
let world: SendWorld;

beforeAll(async () => {
  world = await openSendWorld(NOW);
});
afterAll(async () => {
  await world.close();
});

const as = (userId: string, role: Role, now = NOW) =>
  testContext(world.app, { workspaceId: world.workspaceId, userId, role, now });
const owner = (now = NOW) => as(world.ownerId, 'owner', now);
const later = (ms: number) => new Date(NOW.getTime() + ms);

async function reserveAll(sender: Sender) {
  const reserved: { id: string; fence: string }[] = [];
  for (const enrolment of sender.enrolments) {
    const row = await reserveAs(world, { sender, enrolment, now: NOW });
    if (row.sendId === null) throw new Error(`${row.outcome}: ${row.reason}`);
    reserved.push({ id: row.sendId, fence: row.fence });
  }
  return reserved;
}
const dispatch = ({ id, fence }: { id: string; fence: string }, db = world.app) =>
  inWorkspace(db, world.workspaceId, (tx) =>
    dispatchSend(tx, { sendId: id, fence, now: NOW, installationId: INSTALLATION, deadlineMs: 30_000 }),
  );

/** A dispatch that is decided at once and commits when it is told to. */
async function heldDispatch(send: { id: string; fence: string }) {
  let commit: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let done: Promise<void> = Promise.resolve();
  await new Promise<void>((decided, failed) => {
    done = inWorkspace(world.app, world.workspaceId, async (tx) => {
      const times = { now: NOW, deadlineMs: 30_000 };
      const row = await dispatchSend(tx, {
        sendId: send.id,
        fence: send.fence,
        installationId: INSTALLATION,
        ...times,
      });
      expect(row.outcome).toBe('dispatching');
      decided();
      await told;
    });
    done.catch(failed);
  });
  return {
    commit: () => {
      commit();
      return done;
    },
  };
}

test.each(['workspace', 'action', 'account', 'campaign'] as const)(
  'a stop of scope %s names what is dispatching, releases what is only reserved, and ends when it is ended',
  async (scope) => {
    const sender = await createSender(world, { now: NOW, people: 3 });
    const other = await createSender(world, { now: NOW, people: 1 });
    const [first, second] = await reserveAll(sender);
    const [elsewhere] = await reserveAll(other);
    if (!first || !second || !elsewhere) throw new Error('three reservations');
    expect(await dispatch(first)).toMatchObject({ outcome: 'dispatching' });
    const id = scope === 'account' ? sender.accountId : scope === 'campaign' ? sender.campaignId : null;
    const target = { scope, id, action: scope === 'action' ? ('invite' as const) : null };
    const stop = await putStop(owner(), { ...target, reason: 'a test' });
    expect(stop.dispatching).toContain(first.id);
    expect(stop.dispatching).not.toContain(second.id);
    expect(await dispatch(second)).toMatchObject({ outcome: 'released', reason: 'control_stop' });
    const whole = scope === 'workspace' || scope === 'action';
    expect(await dispatch(elsewhere)).toMatchObject({ outcome: whole ? 'released' : 'dispatching' });
    expect((await listStops(owner())).items).toMatchObject([
      { scope, reason: 'a test', stoppedBy: 'A test user', until: null },
    ]);
    await deleteStop(owner(), target);
    expect((await listStops(owner())).items).toEqual([]);
    const [, enrolment] = sender.enrolments;
    if (!enrolment) throw new Error('an enrolment');
    expect(await reserveAs(world, { sender, enrolment, now: later(1_000) })).toMatchObject({ outcome: 'reserved' });
  },
);

test.each(['workspace', 'action', 'account', 'campaign'] as const)(
  'a stop of scope %s waits for a dispatch that is about to commit, and names it',
  async (scope) => {
    const sender = await createSender(world, { now: NOW, people: 1 });
    const [send] = await reserveAll(sender);
    if (!send) throw new Error('a reservation');
    const open = await heldDispatch(send);
    const id = scope === 'account' ? sender.accountId : scope === 'campaign' ? sender.campaignId : null;
    const target = { scope, id, action: scope === 'action' ? ('invite' as const) : null };
    const stop = putStop(owner(), target);
    expect(await Promise.race([stop.then(() => 'answered'), sleep(300).then(() => 'waits')])).toBe('waits');
    await open.commit();
    expect((await stop).dispatching).toContain(send.id);
    await deleteStop(owner(), target);
  },
);

test('of many dispatches that race a stop, exactly those that the stop names get through', async () => {
  const racers = openDatabase(world.database.appUrl, 24);
  const counts: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const senders: Sender[] = [];
    for (let index = 0; index < 3; index += 1) senders.push(await createSender(world, { now: NOW, people: 20 }));
    const reserved = (await Promise.all(senders.map(reserveAll))).flat();
    const scope =
      round % 2 === 0 ? ({ scope: 'workspace' } as const) : ({ scope: 'account', id: senders[0]?.accountId } as const);
    const mine = new Set((scope.scope === 'workspace' ? reserved : reserved.slice(0, 20)).map((send) => send.id));
    // The stop begins when some have got through and others are under way.
    let stop: ReturnType<typeof putStop> | undefined;
    const through: string[] = [];
    const dispatches = reserved.map(async (send) => {
      const row = await dispatch(send, racers);
      if (row.outcome === 'dispatching') through.push(send.id);
      stop ??= putStop(owner(), scope);
    });
    await Promise.all(dispatches);
    const { dispatching } = (await stop) ?? { dispatching: [] };
    const got = through.filter((id) => mine.has(id)).sort();
    expect(dispatching.filter((id) => mine.has(id))).toEqual(got);
    counts.push(mine.size - got.length);
    await deleteStop(owner(), scope);
  }
  await racers.end();
  // Rounds in which nothing was held back would prove nothing.
  expect(Math.max(...counts)).toBeGreaterThan(0);
  expect([...(await mismatches(world))]).toEqual([]);
});

test('stopping twice makes one stop that can only get longer', async () => {
  const { id } = await createAccount(world.owner, { workspaceId: world.workspaceId, ownerId: world.ownerId, now: NOW });
  const target = { scope: 'account', id } as const;
  const [one, two] = await Promise.all([
    putStop(owner(), { ...target, until: later(3_600_000).toISOString() }),
    putStop(owner(), { ...target, until: later(7_200_000).toISOString() }),
  ]);
  expect(one.stoppedAt).toBe(two.stoppedAt);
  const shorter = await putStop(owner(later(1)), { ...target, until: later(60_000).toISOString() });
  expect(shorter).toMatchObject({ stoppedAt: one.stoppedAt, until: later(7_200_000).toISOString() });
  expect((await listStops(owner())).items.filter((item) => item.targetId === id)).toHaveLength(1);
  expect((await listStops(owner(later(7_200_000)))).items.filter((item) => item.targetId === id)).toHaveLength(0);
  await expect(putStop(owner(), { ...target, until: NOW.toISOString() })).rejects.toMatchObject({
    code: 'validation_failed',
  });
});

test('a rep may stop everything, and resume only its own stop of what it owns', async () => {
  const { workspaceId } = world;
  const rep = await createUser(world.owner, { workspaceId, now: NOW, role: 'rep' });
  const mine = await createAccount(world.owner, { workspaceId, ownerId: rep.id, now: NOW });
  const theirs = await createAccount(world.owner, { workspaceId, ownerId: world.ownerId, now: NOW });
  const campaign = await createCampaign(world.owner, { workspaceId, ownerId: world.ownerId, senderIds: [], now: NOW });
  const asRep = as(rep.id, 'rep');
  const account = { scope: 'account', id: mine.id } as const;
  await putStop(asRep, account);
  await deleteStop(asRep, account);
  await putStop(owner(), account);
  await expect(deleteStop(asRep, account)).rejects.toMatchObject({ code: 'forbidden' });
  await deleteStop(owner(), account);
  await expect(putStop(asRep, { scope: 'account', id: theirs.id })).rejects.toMatchObject({ code: 'not_found' });
  for (const target of [{ scope: 'workspace' }, { scope: 'campaign', id: campaign.id }] as const) {
    await putStop(asRep, target);
    await expect(deleteStop(asRep, target)).rejects.toMatchObject({ code: 'forbidden' });
    await deleteStop(as(world.ownerId, 'admin'), target);
    await expect(deleteStop(owner(), target)).rejects.toMatchObject({ code: 'not_found' });
  }
  await expect(putStop(as(rep.id, 'viewer'), { scope: 'workspace' })).rejects.toMatchObject({ code: 'forbidden' });
});

test('a scope without its target is refused before anything is stopped', async () => {
  await expect(putStop(owner(), { scope: 'account' })).rejects.toMatchObject({ code: 'validation_failed' });
  await expect(putStop(owner(), { scope: 'action' })).rejects.toMatchObject({ code: 'validation_failed' });
  await expect(putStop(owner(), { scope: 'campaign', id: 'cmp_none' })).rejects.toMatchObject({ code: 'not_found' });
});

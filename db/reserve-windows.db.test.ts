import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inWorkspace } from './client';
import { auditLedger } from './queries/ledger';
import { settleSend } from './queries/send-store';
import type { Sender, SendWorld } from './testing/send-world';
import { createSender, mismatches, openSendWorld, putCap, reserveAs, setClock, WEDNESDAY } from './testing/send-world';

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
});
afterAll(() => world?.close());

/** A typed send at a moment, by a process whose clock is `behindMs` behind. */
async function type(sender: Sender, who: number, at: string | Date, what: 'message' | 'inmail', behindMs = 0) {
  const moment = new Date(at);
  await setClock(world, moment.getTime());
  const enrolment = sender.enrolments[who];
  if (enrolment === undefined) throw new Error('no such person');
  return reserveAs(world, {
    sender,
    enrolment,
    now: new Date(moment.getTime() - behindMs),
    action: what,
    variant: what === 'inmail' ? 'open' : 'plain',
    origin: 'typed',
    campaignId: null,
    stepKey: `typed ${what}`,
  });
}

const release = (row: { sendId: string | null; fence: string }) =>
  inWorkspace(world.app, world.workspaceId, (tx) =>
    settleSend(tx, {
      sendId: row.sendId ?? '',
      fence: row.fence,
      state: 'released',
      keep: 'none',
      providerRef: null,
      answer: {},
      now: WEDNESDAY,
    }),
  );

async function expectSound(): Promise<void> {
  expect(await mismatches(world)).toHaveLength(0);
  expect((await auditLedger(world.owner)).flatMap((check) => check.faults)).toEqual([]);
}

describe('a rolling window', () => {
  test('counts an hour and the longest lag of a call, and frees to the millisecond', async () => {
    const sender = await createSender(world, { now: WEDNESDAY, people: 3, caps: { 'message.hour': 1 } });
    expect((await type(sender, 0, WEDNESDAY, 'message')).outcome).toBe('reserved');
    const free = new Date(WEDNESDAY.getTime() + 3_750_000);
    expect(await type(sender, 1, new Date(free.getTime() - 1), 'message')).toMatchObject({
      outcome: 'capped',
      reason: 'message.hour',
      cap: 1,
      used: 1,
      freeAt: free,
    });
    expect((await type(sender, 1, free, 'message')).outcome).toBe('reserved');
    await expectSound();
  });

  test('is not overshot by a process whose clock is behind one that has counted rows out', async () => {
    const sender = await createSender(world, { now: WEDNESDAY, people: 5, caps: { 'message.hour': 2 } });
    const after = (ms: number) => new Date(WEDNESDAY.getTime() + ms);
    await type(sender, 0, after(0), 'message');
    await type(sender, 1, after(10_000), 'message');
    const third = await type(sender, 2, after(3_750_000), 'message');
    expect(third.outcome).toBe('reserved');
    await release(third);
    // At its own time the first two would still fill the hour.
    const late = await type(sender, 3, after(3_750_000), 'message', 10_000);
    expect(late).toMatchObject({ outcome: 'reserved', reservedAt: after(3_750_000) });
    await expectSound();
  });

  test('names the budget that frees up last, for before that nothing can go; a cap of 0 never frees', async () => {
    const caps = { 'message.hour': 1, 'message.day': 1, 'engagement.day': 1 } as const;
    const sender = await createSender(world, { now: WEDNESDAY, people: 2, caps });
    await type(sender, 0, WEDNESDAY, 'message');
    const refused = await type(sender, 1, WEDNESDAY, 'message');
    expect(refused).toMatchObject({ outcome: 'capped', cap: 1, used: 1, freeAt: new Date('2026-03-05T09:02:30.000Z') });
    expect(['message.day', 'engagement.day']).toContain(refused.reason);
    await putCap(world, { accountId: sender.accountId, key: 'message.hour', cap: 0, now: WEDNESDAY });
    expect(await type(sender, 1, WEDNESDAY, 'message')).toMatchObject({
      reason: 'message.hour',
      cap: 0,
      used: 1,
      freeAt: null,
    });
  });
});

describe('a calendar window', () => {
  const MONTH_CAP = { 'inmail_open.month': 1, 'inmail.day': 50 } as const;

  test('holds a send of its first instant to its end, though the month is longer than 30 days', async () => {
    const midnight = new Date('2026-02-28T23:00:00.000Z');
    const sender = await createSender(world, { now: midnight, people: 3, caps: MONTH_CAP });
    expect((await type(sender, 0, midnight, 'inmail')).outcome).toBe('reserved');
    const end = new Date('2026-03-31T22:00:00.000Z');
    for (const at of ['2026-03-31T10:00:00Z', new Date(end.getTime() - 1)])
      expect(await type(sender, 1, at, 'inmail')).toMatchObject({ reason: 'inmail_open.month', used: 1, freeAt: end });
    expect((await type(sender, 1, end, 'inmail')).outcome).toBe('reserved');
    await expectSound();
  });

  test('is not emptied by its reset: the last send before midnight holds the day after, too', async () => {
    const evening = new Date('2026-03-04T22:59:00.000Z');
    const sender = await createSender(world, { now: evening, people: 3, caps: { 'message.day': 1 } });
    await type(sender, 0, evening, 'message');
    const refused = await type(sender, 1, '2026-03-05T09:00:00Z', 'message');
    expect(refused).toMatchObject({ reason: 'message.day', freeAt: new Date('2026-03-05T23:01:30.000Z') });
  });

  test('of a day of 25 hours lasts 25 hours', async () => {
    const start = new Date('2026-10-24T22:00:00.000Z');
    const sender = await createSender(world, { now: start, people: 3, caps: { 'message.day': 1 } });
    await type(sender, 0, start, 'message');
    const end = new Date('2026-10-25T23:00:00.000Z');
    const late = await type(sender, 1, '2026-10-25T22:45:00Z', 'message');
    expect(late).toMatchObject({ outcome: 'capped', reason: 'message.day', freeAt: end });
    expect((await type(sender, 1, end, 'message')).outcome).toBe('reserved');
  });

  test('of a day that shows its midnight twice lasts from the first one', async () => {
    const start = new Date('2026-11-01T04:00:00.000Z');
    const timeZone = 'America/Havana';
    const sender = await createSender(world, { now: start, people: 3, caps: { 'message.day': 1 }, timeZone });
    await type(sender, 0, start, 'message');
    const end = new Date('2026-11-02T05:00:00.000Z');
    const late = await type(sender, 1, '2026-11-02T04:45:00Z', 'message');
    expect(late).toMatchObject({ outcome: 'capped', reason: 'message.day', freeAt: end });
    expect((await type(sender, 1, end, 'message')).outcome).toBe('reserved');
    await expectSound();
  });

  test('follows the account to another zone when the window that was open has ended, and is counted afresh then', async () => {
    const first = new Date('2026-03-01T09:00:00.000Z');
    const sender = await createSender(world, { now: first, people: 4, caps: MONTH_CAP });
    await type(sender, 0, first, 'inmail');
    const move = (now: Date) =>
      putCap(world, {
        accountId: sender.accountId,
        key: 'inmail_open.month',
        cap: 1,
        now,
        timeZone: 'America/Los_Angeles',
      });
    await move(first);
    // April in Berlin, still March in Los Angeles: until somebody opens the account's next day its zone is Berlin.
    const now = new Date('2026-03-31T22:30:00.000Z');
    await release(await type(sender, 1, now, 'inmail'));
    await move(now);
    expect(await type(sender, 2, now, 'inmail')).toMatchObject({
      outcome: 'capped',
      reason: 'inmail_open.month',
      freeAt: new Date('2026-04-01T07:00:00.000Z'),
    });
    await expectSound();
  });

  test('is not cut short by a move to the east: the month that was open keeps its cap to its end', async () => {
    const first = new Date('2026-03-01T08:30:00.000Z');
    const timeZone = 'America/Los_Angeles';
    const sender = await createSender(world, { now: first, people: 3, caps: MONTH_CAP, timeZone });
    await type(sender, 0, first, 'inmail');
    // The 1st in Auckland, the 31st in Los Angeles, and more than 30 days after the first send.
    const now = new Date('2026-03-31T20:00:00.000Z');
    const move = (at: Date) =>
      putCap(world, {
        accountId: sender.accountId,
        key: 'inmail_open.month',
        cap: 1,
        now: at,
        timeZone: 'Pacific/Auckland',
      });
    await move(now);
    await move(now);
    const end = new Date('2026-04-01T07:00:00.000Z');
    expect(await type(sender, 1, now, 'inmail')).toMatchObject({ outcome: 'capped', freeAt: end });
    await move(end);
    expect((await type(sender, 1, end, 'inmail')).outcome).toBe('reserved');
    await expectSound();
  });
});

test('what was done by hand is booked once, past a cap too, and holds the engine until there is room', async () => {
  const sender = await createSender(world, { now: WEDNESDAY, people: 3, caps: { 'message.hour': 2 } });
  await setClock(world, WEDNESDAY.getTime());
  const book = (ref: string) =>
    inWorkspace(world.app, world.workspaceId, (tx) =>
      tx.execute(
        sql`select send_book_external(${`${sender.accountId} ${ref}`}, ${sender.accountId}, null, 'message', 'plain', ${ref}, ${WEDNESDAY.toISOString()}::timestamptz) as ok`,
      ),
    );
  for (const ref of ['a', 'b', 'c']) expect(await book(ref)).toEqual([{ ok: true }]);
  expect(await book('a')).toEqual([{ ok: false }]);
  const free = new Date(WEDNESDAY.getTime() + 3_750_000);
  expect(await type(sender, 0, WEDNESDAY, 'message')).toMatchObject({
    outcome: 'capped',
    cap: 2,
    used: 3,
    freeAt: free,
  });
  expect((await type(sender, 0, free, 'message')).outcome).toBe('reserved');
  await expectSound();
});

test('a slot given back after its window has gone is not given to the next one', async () => {
  const sender = await createSender(world, { now: WEDNESDAY, people: 4, caps: { 'message.hour': 1 } });
  const first = await type(sender, 0, WEDNESDAY, 'message');
  const later = new Date(WEDNESDAY.getTime() + 3_750_000);
  expect((await type(sender, 1, later, 'message')).outcome).toBe('reserved');
  expect(await release(first)).toBe(true);
  expect(await type(sender, 2, later, 'message')).toMatchObject({ outcome: 'capped', reason: 'message.hour', used: 1 });
  await expectSound();
});

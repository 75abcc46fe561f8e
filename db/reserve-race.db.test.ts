import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attempt, count, openRaceWorld, type Racers, race, reserveIn, usedOf } from './testing/race';
import type { Sender, SendWorld } from './testing/send-world';
import { addPeople, createSender, mismatches, putCap } from './testing/send-world';

const CAP = 50;
let open: Awaited<ReturnType<typeof openRaceWorld>>;
let world: SendWorld;
let racers: Racers;
const now = () => open.now();

beforeAll(async () => {
  open = await openRaceWorld();
  ({ world, racers } = open);
});
beforeEach(() => open.tick());
afterAll(() => open?.close());

describe('64 connections on one account', () => {
  test('5,000 attempts at a cap of 50 over four budgets reserve exactly 50, without a deadlock and never one more at any time', async () => {
    const sender = await createSender(world, { now: now(), people: 1_000, caps: { 'reaction.day': CAP } });
    let watching = true;
    let highest = 0;
    const watch = (async () => {
      for (let looks = 0; watching && looks < 2_000; looks += 1) {
        const seen = await world.owner.orm.execute<{ n: number }>(
          `select greatest(max(b.used), (select count(*) from sends where account_id = '${sender.accountId}'))::int as n from budgets b where b.account_id = '${sender.accountId}'`,
        );
        highest = Math.max(highest, seen[0]?.n ?? 0);
      }
    })();
    const { done, failed } = await race(
      racers,
      Array.from(
        { length: 5_000 },
        (_, index) => async (tx: postgres.TransactionSql) =>
          (await reserveIn(tx, attempt(sender, index, 'reaction'), now())).outcome,
      ),
    );
    watching = false;
    await watch;
    expect(failed).toEqual([]);
    expect(count(done, 'reserved')).toBe(CAP);
    expect(count(done, 'capped') + count(done, 'duplicate')).toBe(5_000 - CAP);
    expect(highest).toBe(CAP);
    for (const key of ['reaction.day', 'engagement.day', 'attempt.reaction.day', 'ramp.reaction.day'])
      expect(await usedOf(racers, sender.accountId, key)).toEqual({ used: CAP, rows: CAP });
    expect(await mismatches(world)).toHaveLength(0);
  });

  test('a cap lowered in flight lets nothing through beyond what was used when it took effect', async () => {
    for (let round = 0; round < 6; round += 1) {
      const sender = await createSender(world, { now: now(), people: 200, caps: { 'reaction.day': CAP } });
      const lower = 10 + round * 5;
      let usedThen = -1;
      const jobs: ((tx: postgres.TransactionSql) => Promise<string>)[] = Array.from(
        { length: 200 },
        (_, index) => async (tx: postgres.TransactionSql) =>
          (await reserveIn(tx, attempt(sender, index, 'reaction'), now())).outcome,
      );
      jobs.splice(12 + round * 8, 0, async () => {
        usedThen = await putCap(world, { accountId: sender.accountId, key: 'reaction.day', cap: lower, now: now() });
        return 'lowered';
      });
      const { done, failed } = await race(racers, jobs);
      expect(failed).toEqual([]);
      expect(usedThen).toBeGreaterThanOrEqual(0);
      expect(count(done, 'reserved')).toBe(Math.max(usedThen, lower));
    }
    expect(await mismatches(world)).toHaveLength(0);
  });

  test('sends of every kind, settlements, releases, sweeps and cap changes at once end without a deadlock and with exact counters', async () => {
    const sender = await createSender(world, { now: now(), people: 600, caps: { 'engagement.day': 40 } });
    const actions = ['reaction', 'comment', 'visit', 'message', 'invite', 'resolve'];
    const jobs = Array.from({ length: 1_200 }, (_, index) => async (tx: postgres.TransactionSql): Promise<string> => {
      if (index % 60 === 30) {
        await tx`select * from send_sweep(50, ${now()})`;
        return 'swept';
      }
      if (index % 60 === 59) {
        await putCap(world, {
          accountId: sender.accountId,
          key: 'engagement.day',
          cap: 30 + (index % 7),
          now: now(),
        });
        return 'cap';
      }
      const made = attempt(sender, index, actions[index % actions.length] ?? 'visit');
      const { outcome, send_id: id } = await reserveIn(tx, made, now());
      if (outcome !== 'reserved' || index % 3 === 0) return outcome;
      // Some leases are over at once, so that the sweeps above find work.
      if (index % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
      await tx`select send_settle(${id}, ${`fence of ${made.sendId}`}, 'released', 'none', null, '{}', ${now()})`;
      return 'released';
    });
    const { done, failed } = await race(racers, jobs);
    expect(failed).toEqual([]);
    expect(count(done, 'reserved')).toBeGreaterThan(0);
    expect(count(done, 'released')).toBeGreaterThan(0);
    expect(await mismatches(world)).toHaveLength(0);
    const { used, rows } = await usedOf(racers, sender.accountId, 'engagement.day');
    expect(used).toBe(rows);
    expect(used).toBeLessThanOrEqual(40);
  });
});

test('a new counter made while sends are reserved counts every one of them', async () => {
  const sender = await createSender(world, { now: now(), people: 64 });
  await world.owner.orm.execute(
    `delete from budgets where account_id = '${sender.accountId}' and key = 'engagement.day'`,
  );
  const more = await addPeople(world, { ...sender, people: 64, now: now() });
  const all: Sender = { ...sender, enrolments: [...sender.enrolments, ...more] };
  const jobs = all.enrolments.map((_, index) => async (tx: postgres.TransactionSql) => {
    if (index === 30) {
      await putCap(world, { accountId: sender.accountId, key: 'engagement.day', cap: 1_000, now: now() });
      return 'made';
    }
    return (await reserveIn(tx, attempt(all, index, 'visit'), now())).outcome;
  });
  const { done, failed } = await race(racers, jobs);
  expect(failed).toEqual([]);
  expect(count(done, 'gated')).toBeGreaterThan(0);
  expect(count(done, 'reserved')).toBeGreaterThan(0);
  expect(await mismatches(world)).toHaveLength(0);
});

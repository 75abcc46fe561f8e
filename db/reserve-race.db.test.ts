import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sender, SendWorld } from './testing/send-world';
import {
  addPeople,
  createSender,
  INSTALLATION,
  mismatches,
  openRacers,
  openSendWorld,
  putCap,
  reserveAs,
  WEDNESDAY,
} from './testing/send-world';

const CONNECTIONS = 64;
const CAP = 50;
let world: SendWorld;
let racers: ReturnType<typeof openRacers>;
let startedMs = 0;
let moment = WEDNESDAY;
/** The app's moment, the same for all who race in one test; it follows the world's clock from test to test. */
const now = () => moment;

beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  startedMs = performance.now();
  racers = openRacers(world, CONNECTIONS);
});
beforeEach(() => {
  moment = new Date(WEDNESDAY.getTime() + Math.round(performance.now() - startedMs));
});
afterAll(async () => {
  await racers?.end();
  await world?.close();
});

interface Attempt {
  sender: Sender;
  enrolmentId: string;
  prospectId: string;
  action: string;
  stepKey: string;
  sendId: string;
}

async function reserveIn(tx: postgres.TransactionSql, a: Attempt): Promise<{ outcome: string; send_id: string }> {
  const [row] = await tx<{ outcome: string; send_id: string }[]>`
    select outcome, send_id from send_reserve(${a.sendId}, ${a.sender.accountId}, ${a.sender.campaignId}, ${a.enrolmentId}, ${a.stepKey}, ${a.prospectId},
      ${a.action}, 'plain', 'engine', ${`fence of ${a.sendId}`}, ${now()}, ${INSTALLATION}, 60000)`;
  if (!row) throw new Error('send_reserve returned no row');
  return row;
}

/** Runs every job on the racing connections; answers the outcomes and the codes of whatever failed. */
async function race<T>(
  jobs: ((tx: postgres.TransactionSql) => Promise<T>)[],
): Promise<{ done: T[]; failed: string[] }> {
  const settled = await Promise.allSettled(jobs.map((job) => racers.run(job)));
  const done: T[] = [];
  const failed: string[] = [];
  for (const result of settled) {
    if (result.status === 'fulfilled') done.push(result.value as T);
    else failed.push(String(result.reason?.code ?? result.reason));
  }
  return { done, failed };
}

const count = <T>(items: T[], wanted: T) => items.filter((item) => item === wanted).length;
let serial = 0;
function attempt(sender: Sender, index: number, action: string): Attempt {
  const person = sender.enrolments[index % sender.enrolments.length];
  if (!person) throw new Error('a sender without people');
  serial += 1;
  return {
    sender,
    enrolmentId: person.id,
    prospectId: person.prospectId,
    action,
    stepKey: sender.stepId,
    sendId: `s${serial}`,
  };
}

async function usedOf(accountId: string, key: string): Promise<{ used: number; rows: number }> {
  const [row] = await racers.run(
    (tx) => tx<{ used: number; rows: number }[]>`
    select b.used, (select count(*)::int from sends s where s.account_id = b.account_id and b.key = any (s.kept)) as rows
    from budgets b where b.account_id = ${accountId} and b.key = ${key} and b.campaign_id = ''`,
  );
  if (!row) throw new Error(`no budget ${key}`);
  return row;
}

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
      Array.from(
        { length: 5_000 },
        (_, index) => async (tx: postgres.TransactionSql) =>
          (await reserveIn(tx, attempt(sender, index, 'reaction'))).outcome,
      ),
    );
    watching = false;
    await watch;
    expect(failed).toEqual([]);
    expect(count(done, 'reserved')).toBe(CAP);
    expect(count(done, 'capped') + count(done, 'duplicate')).toBe(5_000 - CAP);
    expect(highest).toBe(CAP);
    for (const key of ['reaction.day', 'engagement.day', 'attempt.reaction.day', 'ramp.reaction.day'])
      expect(await usedOf(sender.accountId, key)).toEqual({ used: CAP, rows: CAP });
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
          (await reserveIn(tx, attempt(sender, index, 'reaction'))).outcome,
      );
      jobs.splice(12 + round * 8, 0, async () => {
        usedThen = await putCap(world, { accountId: sender.accountId, key: 'reaction.day', cap: lower, now: now() });
        return 'lowered';
      });
      const { done, failed } = await race(jobs);
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
      const { outcome, send_id: id } = await reserveIn(tx, made);
      if (outcome !== 'reserved' || index % 3 === 0) return outcome;
      // Some leases are over at once, so that the sweeps above find work.
      if (index % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
      await tx`select send_settle(${id}, ${`fence of ${made.sendId}`}, 'released', 'none', null, '{}', ${now()})`;
      return 'released';
    });
    const { done, failed } = await race(jobs);
    expect(failed).toEqual([]);
    expect(count(done, 'reserved')).toBeGreaterThan(0);
    expect(count(done, 'released')).toBeGreaterThan(0);
    expect(await mismatches(world)).toHaveLength(0);
    const { used, rows } = await usedOf(sender.accountId, 'engagement.day');
    expect(used).toBe(rows);
    expect(used).toBeLessThanOrEqual(40);
  });
});

describe('the same slot wanted twice', () => {
  test('one step wanted by two accounts at once is reserved once, and the loser draws nothing', async () => {
    const a = await createSender(world, { now: now(), people: 40 });
    const b = await createSender(world, { now: now(), people: 0 });
    const rival: Sender = { ...b, campaignId: a.campaignId, stepId: a.stepId, enrolments: a.enrolments };
    const { done, failed } = await race(
      a.enrolments.flatMap((_, index) =>
        [a, rival, rival, a].map((sender) => async (tx: postgres.TransactionSql) => ({
          by: sender.accountId,
          ...(await reserveIn(tx, attempt(sender, index, 'visit'))),
        })),
      ),
    );
    expect(failed).toEqual([]);
    const reserved = done.filter((row) => row.outcome === 'reserved');
    expect(reserved).toHaveLength(40);
    expect(done.filter((row) => row.outcome === 'duplicate')).toHaveLength(120);
    for (const sender of [a, rival]) {
      const own = reserved.filter((row) => row.by === sender.accountId).length;
      expect(await usedOf(sender.accountId, 'profile_view.day')).toEqual({ used: own, rows: own });
    }
    expect(await mismatches(world)).toHaveLength(0);
  });

  test('a person enrolled on two accounts gets nothing from either after a reply, however the writes interleave', async () => {
    const a = await createSender(world, { now: now(), people: 60 });
    const b = await createSender(world, { now: now(), people: 0 });
    await world.owner.orm.execute(
      `insert into enrolments (workspace_id, id, campaign_id, prospect_id, account_id, state, step_id, action, work_class, due_at, allow_parallel, created_at, updated_at)
       select workspace_id, id || '-b', '${b.campaignId}', prospect_id, '${b.accountId}', state, '${b.stepId}', action, work_class, due_at, true, created_at, updated_at
       from enrolments where campaign_id = '${a.campaignId}'`,
    );
    const onB: Sender = { ...b, enrolments: a.enrolments.map((e) => ({ ...e, id: `${e.id}-b` })) };
    const jobs = a.enrolments.flatMap((person, index) => [
      ...[a, onB].map((sender) => async (tx: postgres.TransactionSql) => {
        const made = attempt(sender, index, 'visit');
        const { outcome, send_id: id } = await reserveIn(tx, made);
        return outcome === 'reserved' ? { id, fence: `fence of ${made.sendId}` } : null;
      }),
      async (tx: postgres.TransactionSql) => {
        await tx`select 1 from enrolments where prospect_id = ${person.prospectId} and active order by id for update`;
        await tx`update enrolments set active = false, state = 'replied', due_at = null where prospect_id = ${person.prospectId}`;
        await tx`update prospects set replied_at = ${now()} where id = ${person.prospectId}`;
        return null;
      },
    ]);
    const { done, failed } = await race(jobs);
    expect(failed).toEqual([]);
    const reserved = done.filter((row) => row !== null);
    const dispatched = await race(
      reserved.map((send) => async (tx: postgres.TransactionSql) => {
        const [row] = await tx<{ outcome: string; reason: string }[]>`
          select * from send_dispatch(${send.id}, ${send.fence}, ${now()}, ${INSTALLATION}, 60000)`;
        return `${row?.outcome} ${row?.reason}`;
      }),
    );
    expect(dispatched.failed).toEqual([]);
    expect(count(dispatched.done, 'released person_stopped')).toBe(reserved.length);
    for (const { accountId } of [a, b])
      expect(await usedOf(accountId, 'profile_view.day')).toEqual({ used: 0, rows: 0 });
  });

  test('slots given back by settlement and sweep at once come back once each, and are taken again up to the cap', async () => {
    const sender = await createSender(world, { now: now(), people: 60, caps: { 'reaction.day': 20 } });
    const held: { id: string; fence: string }[] = [];
    for (const person of sender.enrolments.slice(0, 20)) {
      const row = await reserveAs(world, { sender, enrolment: person, now: now(), action: 'reaction', leaseMs: 0 });
      if (row.sendId === null) throw new Error(`not reserved: ${row.outcome} ${row.reason}`);
      held.push({ id: row.sendId, fence: row.fence });
    }
    const jobs = held.flatMap(({ id, fence }, index) => [
      async (tx: postgres.TransactionSql) => {
        const [row] = await tx<{ ok: boolean }[]>`
          select send_settle(${id}, ${fence}, 'released', 'none', null, '{}', ${now()}) as ok`;
        return row?.ok ? 'settled' : 'late';
      },
      async (tx: postgres.TransactionSql) => {
        const rows = await tx`select * from send_sweep(5, ${now()})`;
        return `swept ${rows.length}`;
      },
      ...[0, 1].map((nth) => async (tx: postgres.TransactionSql) => {
        return (await reserveIn(tx, attempt(sender, 20 + index * 2 + nth, 'reaction'))).outcome;
      }),
    ]);
    const { done, failed } = await race(jobs);
    expect(failed).toEqual([]);
    const swept = done
      .filter((word) => word.startsWith('swept'))
      .reduce((total, word) => total + Number(word.split(' ')[1]), 0);
    expect(count(done, 'settled') + swept).toBe(20);
    expect(await usedOf(sender.accountId, 'reaction.day')).toEqual({
      used: count(done, 'reserved'),
      rows: count(done, 'reserved'),
    });
    expect(await mismatches(world)).toHaveLength(0);
  });

  test('of sixteen settlements of one call exactly one counts', async () => {
    const sender = await createSender(world, { now: now(), people: 8 });
    for (const person of sender.enrolments) {
      const row = await reserveAs(world, { sender, enrolment: person, now: now(), action: 'visit' });
      const id = row.sendId ?? '';
      await racers.run((tx) => tx`select send_dispatch(${id}, ${row.fence}, ${now()}, ${INSTALLATION}, 60000)`);
      const outcomes = [
        ['sent', 'all'],
        ['rejected', 'attempt'],
        ['released', 'none'],
        ['unknown', 'all'],
      ] as const;
      const { done, failed } = await race(
        Array.from({ length: 16 }, (_, index) => async (tx: postgres.TransactionSql) => {
          const [state, keep] = outcomes[index % 4] ?? outcomes[0];
          const [settled] = await tx<{ ok: boolean }[]>`
            select send_settle(${id}, ${row.fence}, ${state}, ${keep}, null, '{}', ${now()}) as ok`;
          return settled?.ok === true;
        }),
      );
      expect(failed).toEqual([]);
      expect(count(done, true)).toBe(1);
    }
    expect(await mismatches(world)).toHaveLength(0);
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
    return (await reserveIn(tx, attempt(all, index, 'visit'))).outcome;
  });
  const { done, failed } = await race(jobs);
  expect(failed).toEqual([]);
  expect(count(done, 'gated')).toBeGreaterThan(0);
  expect(count(done, 'reserved')).toBeGreaterThan(0);
  expect(await mismatches(world)).toHaveLength(0);
});

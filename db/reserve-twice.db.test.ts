import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attempt, count, openRaceWorld, type Racers, race, reserveIn, usedOf } from './testing/race';
import type { Sender, SendWorld } from './testing/send-world';
import { createSender, INSTALLATION, mismatches, reserveAs } from './testing/send-world';

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

describe('the same slot wanted twice', () => {
  test('one step wanted by two accounts at once is reserved once, and the loser draws nothing', async () => {
    const a = await createSender(world, { now: now(), people: 40 });
    const b = await createSender(world, { now: now(), people: 0 });
    const rival: Sender = { ...b, campaignId: a.campaignId, stepId: a.stepId, enrolments: a.enrolments };
    const { done, failed } = await race(
      racers,
      a.enrolments.flatMap((_, index) =>
        [a, rival, rival, a].map((sender) => async (tx: postgres.TransactionSql) => ({
          by: sender.accountId,
          ...(await reserveIn(tx, attempt(sender, index, 'visit'), now())),
        })),
      ),
    );
    expect(failed).toEqual([]);
    const reserved = done.filter((row) => row.outcome === 'reserved');
    expect(reserved).toHaveLength(40);
    expect(done.filter((row) => row.outcome === 'duplicate')).toHaveLength(120);
    for (const sender of [a, rival]) {
      const own = reserved.filter((row) => row.by === sender.accountId).length;
      expect(await usedOf(racers, sender.accountId, 'profile_view.day')).toEqual({ used: own, rows: own });
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
        const { outcome, send_id: id } = await reserveIn(tx, made, now());
        return outcome === 'reserved' ? { id, fence: `fence of ${made.sendId}` } : null;
      }),
      async (tx: postgres.TransactionSql) => {
        await tx`select 1 from enrolments where prospect_id = ${person.prospectId} and active order by id for update`;
        await tx`update enrolments set active = false, state = 'replied', due_at = null where prospect_id = ${person.prospectId}`;
        await tx`update prospects set replied_at = ${now()} where id = ${person.prospectId}`;
        return null;
      },
    ]);
    const { done, failed } = await race(racers, jobs);
    expect(failed).toEqual([]);
    const reserved = done.filter((row) => row !== null);
    const dispatched = await race(
      racers,
      reserved.map((send) => async (tx: postgres.TransactionSql) => {
        const [row] = await tx<{ outcome: string; reason: string }[]>`
          select * from send_dispatch(${send.id}, ${send.fence}, ${now()}, ${INSTALLATION}, 60000)`;
        return `${row?.outcome} ${row?.reason}`;
      }),
    );
    expect(dispatched.failed).toEqual([]);
    expect(count(dispatched.done, 'released person_stopped')).toBe(reserved.length);
    for (const { accountId } of [a, b])
      expect(await usedOf(racers, accountId, 'profile_view.day')).toEqual({ used: 0, rows: 0 });
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
        return (await reserveIn(tx, attempt(sender, 20 + index * 2 + nth, 'reaction'), now())).outcome;
      }),
    ]);
    const { done, failed } = await race(racers, jobs);
    expect(failed).toEqual([]);
    const swept = done
      .filter((word) => word.startsWith('swept'))
      .reduce((total, word) => total + Number(word.split(' ')[1]), 0);
    expect(count(done, 'settled') + swept).toBe(20);
    expect(await usedOf(racers, sender.accountId, 'reaction.day')).toEqual({
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
        racers,
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

import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sender, SendWorld } from './testing/send-world';
import {
  createSender,
  INSTALLATION,
  mismatches,
  openRacers,
  openSendWorld,
  reserveAs,
  setClock,
  WEDNESDAY,
} from './testing/send-world';

let world: SendWorld;
let racers: ReturnType<typeof openRacers>;
let sender: Sender;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  racers = openRacers(world, 6);
});
beforeEach(async () => {
  await world.owner.orm.execute('delete from controls');
  sender = await createSender(world, { now: WEDNESDAY, people: 4 });
  await setClock(world, WEDNESDAY.getTime());
});
afterAll(async () => {
  await racers?.end();
  await world?.close();
});

type Tx = postgres.TransactionSql;
/** The stopping writes, each with the locks that design.md §4 says it takes. */
const STOPS: Record<string, { gate: string; write: (tx: Tx) => Promise<unknown> }> = {
  'a reply': {
    gate: 'person_stopped',
    write: (tx) => tx`update prospects set replied_at = ${WEDNESDAY} where id = ${person().prospectId}`,
  },
  'an opt-out': {
    gate: 'person_stopped',
    write: (tx) => tx`update prospects set opted_out_at = ${WEDNESDAY} where id = ${person().prospectId}`,
  },
  'a suppression': {
    gate: 'suppressed',
    write: (tx) => tx`update identities set suppressed_at = ${WEDNESDAY} where prospect_id = ${person().prospectId}`,
  },
  'a pause of the person': {
    gate: 'person_stopped',
    write: (tx) => tx`update prospects set stopped_at = ${WEDNESDAY} where id = ${person().prospectId}`,
  },
  'the end of an enrolment': {
    gate: 'person_stopped',
    write: (tx) => tx`update enrolments set active = false, state = 'stopped', due_at = null where id = ${person().id}`,
  },
  'a pause of the account': {
    gate: 'account_paused',
    write: (tx) => tx`update accounts set paused_at = ${WEDNESDAY} where id = ${sender.accountId}`,
  },
  'a pause of the campaign': {
    gate: 'campaign_not_running',
    write: (tx) => tx`update campaigns set state = 'paused' where id = ${sender.campaignId}`,
  },
  'a stop of the workspace': {
    gate: 'control_stop',
    write: async (tx) => {
      await tx`update workspaces set control_changed_at = ${WEDNESDAY}`;
      await tx`insert into controls (workspace_id, id, scope, stopped_by, stopped_at) values (${world.workspaceId}, 'stop', 'workspace', 'test', ${WEDNESDAY})`;
    },
  },
  'a stop of the action by the provider': {
    gate: 'action_stopped',
    write: (tx) =>
      tx`update action_paces set stopped_until = ${WEDNESDAY}::timestamptz + interval '1 hour' where account_id = ${sender.accountId} and action = 'invite'`,
  },
};

function person() {
  const found = sender.enrolments[0];
  if (found === undefined) throw new Error('no person');
  return found;
}

/** A transaction whose writes are done and whose commit waits for `commit`. */
async function open(write: (tx: Tx) => Promise<unknown>) {
  let commit = () => {};
  const gate = new Promise<void>((resolve) => {
    commit = resolve;
  });
  let written = () => {};
  const ready = new Promise<void>((resolve) => {
    written = resolve;
  });
  const done = racers.run(async (tx) => {
    await write(tx);
    written();
    await gate;
  });
  await Promise.race([ready, done]);
  return { commit: async () => [commit(), await done] };
}

const dispatchIn = async (tx: Tx, send: { sendId: string | null; fence: string }) => {
  const [row] = await tx<{ outcome: string; reason: string | null }[]>`
    select * from send_dispatch(${send.sendId}, ${send.fence}, ${WEDNESDAY}, ${INSTALLATION}, 60000)`;
  return row;
};

/** What a promise is worth after a moment in which it could well have ended. */
async function after<T>(promise: Promise<T>): Promise<T | 'waiting'> {
  return Promise.race([promise, sleep(150).then(() => 'waiting' as const)]);
}

describe.each(Object.entries(STOPS))('%s', (_name, { gate, write }) => {
  test('that is being written holds the call back, and once committed the call is refused', async () => {
    const send = await reserveAs(world, { sender, enrolment: person(), now: WEDNESDAY });
    const stop = await open(write);
    const call = racers.run((tx) => dispatchIn(tx, send));
    expect(await after(call)).toBe('waiting');
    await stop.commit();
    expect(await call).toEqual({ outcome: 'released', reason: gate });
    expect(await mismatches(world)).toHaveLength(0);
  });

  test('that is being written holds the reservation back, and once committed nothing is reserved', async () => {
    const stop = await open(write);
    const call = reserveAs(world, { sender, enrolment: person(), now: WEDNESDAY });
    expect(await after(call)).toBe('waiting');
    await stop.commit();
    expect(await call).toMatchObject({ outcome: 'gated', reason: gate });
    expect(await mismatches(world)).toHaveLength(0);
  });

  test('waits for a call that is being committed, and then finds it among those under way', async () => {
    const send = await reserveAs(world, { sender, enrolment: person(), now: WEDNESDAY });
    const call = await open((tx) => dispatchIn(tx, send));
    const stop = racers.run(async (tx) => {
      await write(tx);
      return tx<
        { id: string }[]
      >`select id from sends where state = 'dispatching' and account_id = ${sender.accountId}`;
    });
    expect(await after(stop)).toBe('waiting');
    await call.commit();
    expect(await stop).toEqual([{ id: send.sendId }]);
  });
});

test('a sweep waits for nobody: what others hold is left to the next one', async () => {
  const [first, second] = sender.enrolments;
  if (!first || !second) throw new Error('people are missing');
  const base = { sender, now: WEDNESDAY, leaseMs: 0 };
  const message = await reserveAs(world, { ...base, enrolment: first, action: 'message' });
  const visit = await reserveAs(world, { ...base, enrolment: second, action: 'visit' });
  const sweep = () =>
    racers.run(async (tx) => {
      await tx`set local lock_timeout = '2s'`;
      const rows = await tx<{ send_id: string }[]>`select send_id from send_sweep(10, ${WEDNESDAY})`;
      return rows.map((row) => row.send_id);
    });
  for (const held of [
    (tx: Tx) =>
      tx`select budget_put(${sender.accountId}, 'attempt.visit.day', '', 'day', 1, 'Europe/Berlin', 100, ${WEDNESDAY}, true)`,
    (tx: Tx) => tx`select 1 from enrolments where id = ${second.id} for update`,
    (tx: Tx) => tx`select 1 from action_paces where account_id = ${sender.accountId} and action = 'visit' for update`,
    (tx: Tx) => tx`select send_settle(${visit.sendId}, 'another', 'released', 'none', null, '{}', ${WEDNESDAY})`,
  ]) {
    const other = await open(held);
    // The message's part is free only before the first sweep took it.
    expect(await sweep()).not.toContain(visit.sendId);
    await other.commit();
  }
  const [row] = await world.owner.orm.execute<{ state: string }>(
    `select state from sends where id = '${message.sendId}'`,
  );
  expect(row?.state).toBe('released');
  expect(await sweep()).toEqual([visit.sendId]);
  expect(await mismatches(world)).toHaveLength(0);
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SEND_STATES, type SendState } from '../lib/domain/sends/constants';
import { inWorkspace } from './client';
import { concludeSend, dispatchSend, settleSend } from './queries/send-store';
import type { Sender, SendWorld } from './testing/send-world';
import {
  addPeople,
  createSender,
  INSTALLATION,
  mismatches,
  openSendWorld,
  reserveAs,
  WEDNESDAY,
} from './testing/send-world';

/** The arrows of design.md §4, written down a second time on purpose. */
const ARROWS: Record<SendState, SendState[]> = {
  reserved: ['dispatching', 'released'],
  dispatching: ['sent', 'rejected', 'released', 'unknown'],
  released: ['reserved'],
  unknown: ['sent', 'held'],
  held: ['sent', 'closed'],
  sent: [],
  rejected: [],
  closed: [],
};
const SPENT: SendState[] = ['reserved', 'dispatching', 'sent', 'unknown', 'held'];

let world: SendWorld;
let sender: Sender;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  sender = await createSender(world, { now: WEDNESDAY, people: 0 });
});
afterAll(() => world?.close());

/** The code of the error of a statement, or null when it was carried out. */
async function refusal(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : String(cause);
  }
}

let serial = 0;
/** A row in a state of choice, put there past the triggers. */
async function plant(state: SendState): Promise<string> {
  serial += 1;
  const id = `planted-${serial}`;
  const kept = SPENT.includes(state) ? '{visit}' : '{}';
  await world.owner.orm.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`insert into sends (workspace_id, id, account_id, enrolment_id, step_key, action, origin, state, spent, fence, budgets, kept, at)
      values (${world.workspaceId}, ${id}, ${sender.accountId}, ${id}, 'step', 'visit', 'engine', ${state}, ${SPENT.includes(state)}, 'f', '{visit}', ${kept}, ${WEDNESDAY.toISOString()}::timestamptz)`);
  });
  return id;
}

describe.each(SEND_STATES)('a send that is %s', (from) => {
  test.each(SEND_STATES.filter((to) => to !== from))(
    'may become %s exactly where the design has an arrow',
    async (to) => {
      const id = await plant(from);
      const kept = SPENT.includes(to) ? '{visit}' : '{}';
      const code = await refusal(
        world.owner.orm.execute(
          sql`update sends set state = ${to}, spent = ${SPENT.includes(to)}, kept = ${kept}::text[] where id = ${id}`,
        ),
      );
      expect(code).toBe(ARROWS[from].includes(to) ? null : 'P0SND');
    },
  );
});

test.each(SEND_STATES)('a send begins as reserved, never as %s', async (state) => {
  const begin = (origin: string) =>
    refusal(
      world.owner.orm.execute(sql`insert into sends (workspace_id, id, account_id, enrolment_id, step_key, action, origin, state, spent, fence, budgets, kept, at)
        values (${world.workspaceId}, ${`begun-${state}-${origin}`}, ${sender.accountId}, ${`begun-${state}-${origin}`}, 'step', 'visit', ${origin}, ${state}, ${SPENT.includes(state)}, 'f', '{}', '{}', now())`),
    );
  expect(await begin('engine')).toBe(state === 'reserved' ? null : 'P0SND');
  expect(await begin('external')).toBe(state === 'reserved' || state === 'sent' ? null : 'P0SND');
});

test.each([
  ['its step', `step_key = 'other'`],
  ['its enrolment', `enrolment_id = 'other'`],
  ['its workspace', `workspace_id = 'other'`],
  ['its campaign', `campaign_id = 'other'`],
  ['its person', `prospect_id = 'other'`],
  ['its origin', `origin = 'typed'`],
  ['its id', `id = 'other'`],
])('a send never changes %s', async (_name, change) => {
  const id = await plant('reserved');
  expect(await refusal(world.owner.orm.execute(`update sends set ${change} where id = '${id}'`))).toBe('P0SND');
});

test.each([
  ['a spent row that no budget counts', `kept = '{}'`],
  ['a sent row that is not spent', 'spent = false'],
  ['a row that counts where it never drew', `kept = '{visit,invite.day}'`],
  ['a row without its key', 'enrolment_id = null'],
])('%s cannot be stored, whoever writes it', async (_name, change) => {
  const id = await plant('sent');
  expect(await refusal(world.owner.orm.execute(`update sends set ${change} where id = '${id}'`))).toMatch(
    /^(23514|P0SND)$/,
  );
});

test('one enrolment and step have one row, whoever writes it', async () => {
  const id = await plant('released');
  expect(
    await refusal(
      world.owner.orm.execute(
        `insert into sends select (jsonb_populate_record(s, '{"id":"twin","state":"reserved","spent":true,"kept":["visit"]}')).* from sends s where id = '${id}'`,
      ),
    ),
  ).toBe('23505');
});

test('no statement raises a count above its cap, and lowering a cap below the count works', async () => {
  const budget = `account_id = '${sender.accountId}' and key = 'invite.day'`;
  expect(await refusal(world.owner.orm.execute(`update budgets set cap = 0 where ${budget}`))).toBe(null);
  expect(await refusal(world.owner.orm.execute(`update budgets set used = used + 1 where ${budget}`))).toBe('P0CAP');
  expect(await refusal(world.owner.orm.execute(`update budgets set used = used - 1 where ${budget}`))).toBe('23514');
});

describe('the application role', () => {
  test.each([
    'update sends set spent = false',
    `update sends set state = 'released', spent = false, kept = '{}'`,
    'delete from sends',
    'truncate sends',
    `insert into sends select * from sends`,
    'update budgets set cap = 1000',
    'update budgets set used = 0',
    'delete from budgets',
    'truncate budgets',
    'insert into budgets select * from budgets',
    'update budget_changes set cap = 0',
    'insert into budget_changes select * from budget_changes',
    'delete from budget_changes',
    `update audit_entries set actor_id = 'nobody'`,
    'delete from audit_entries',
    'truncate audit_entries',
    'update action_budgets set key = null',
    'delete from action_budgets',
    'update clock set speed = 2',
    'delete from installations',
    `select setval('ledger_order', 1)`,
    `select nextval('ledger_order')`,
    'set session_replication_role = replica',
    'alter table sends disable trigger all',
  ])('may not %s', async (text) => {
    expect(await refusal(inWorkspace(world.app, world.workspaceId, (tx) => tx.execute(text)))).toBe('42501');
  });

  test.each([
    ['send_give_back', `select send_give_back('w', null::sends, '{}')`],
    ['budgets_evict', `select budgets_evict('${'w'}', 'a', '', '{invite.day}', now())`],
  ])('cannot move a counter by calling the inner function %s', async (_name, text) => {
    const before = await world.owner.orm.execute(
      sql`select account_id, key, used, since from budgets order by 1, 2, campaign_id`,
    );
    expect(await refusal(inWorkspace(world.app, world.workspaceId, (tx) => tx.execute(text)))).toBe('42501');
    expect(
      await world.owner.orm.execute(sql`select account_id, key, used, since from budgets order by 1, 2, campaign_id`),
    ).toEqual(before);
  });
});

describe('the functions of the ledger', () => {
  /** A send of a new person, brought to a state through the functions alone. */
  async function made(state: SendState): Promise<{ sendId: string; fence: string }> {
    const [person] = await addPeople(world, { ...sender, people: 1, now: WEDNESDAY });
    if (!person) throw new Error('no person');
    const row = await reserveAs(world, { sender, enrolment: person, now: WEDNESDAY, action: 'visit' });
    const send = { sendId: row.sendId ?? '', fence: row.fence };
    const via: Partial<Record<SendState, SendState>> = { held: 'unknown', closed: 'unknown' };
    const settled = via[state] ?? state;
    if (state === 'reserved') return send;
    expect(await dispatch(send)).toBe('dispatching');
    if (state === 'dispatching') return send;
    expect(await settle(send, settled)).toBe(true);
    if (settled === state) return send;
    expect(await conclude(send, 'held')).toBe(true);
    if (state === 'closed') expect(await conclude(send, 'closed')).toBe(true);
    return send;
  }
  const dispatch = async (send: { sendId: string; fence: string }) => {
    const common = { now: WEDNESDAY, installationId: INSTALLATION, deadlineMs: 60_000 };
    return (await inWorkspace(world.app, world.workspaceId, (tx) => dispatchSend(tx, { ...send, ...common }))).outcome;
  };
  const settle = (send: { sendId: string; fence: string }, state: SendState) => {
    const keep = state === 'released' ? 'none' : state === 'rejected' ? 'attempt' : 'all';
    const common = { providerRef: null, answer: {}, now: WEDNESDAY };
    return inWorkspace(world.app, world.workspaceId, (tx) => settleSend(tx, { ...send, state, keep, ...common }));
  };
  const conclude = (send: { sendId: string }, state: SendState) =>
    inWorkspace(world.app, world.workspaceId, (tx) =>
      concludeSend(tx, { sendId: send.sendId, state, providerRef: null, answer: {}, now: WEDNESDAY }),
    );

  test.each(SEND_STATES)('refuse, without an error, every step that a send which is %s may not take', async (state) => {
    if (state !== 'reserved') expect(await dispatch(await made(state))).toBe('stale');
    if (state !== 'dispatching')
      for (const to of ['sent', 'rejected', 'unknown'] as const)
        expect(await settle(await made(state), to)).toBe(false);
    if (state !== 'dispatching' && state !== 'reserved')
      expect(await settle(await made(state), 'released')).toBe(false);
    for (const to of ['sent', 'held', 'closed'] as const) {
      const allowed = (state === 'unknown' && to !== 'closed') || (state === 'held' && to !== 'held');
      expect(await conclude(await made(state), to)).toBe(allowed);
    }
    expect(await mismatches(world)).toHaveLength(0);
  });

  test('take no settlement with another fence, or none', async () => {
    const send = await made('dispatching');
    expect(await settle({ ...send, fence: 'another' }, 'sent')).toBe(false);
    const none = inWorkspace(world.app, world.workspaceId, (tx) =>
      tx.execute(sql`select send_settle(${send.sendId}, null, 'sent', 'all', null, '{}', now()) as ok`),
    );
    expect(await none).toEqual([{ ok: false }]);
    expect(await settle(send, 'sent')).toBe(true);
  });

  test.each([
    ['sent', 'attempt'],
    ['sent', 'none'],
    ['unknown', 'attempt'],
    ['released', 'attempt'],
    ['released', 'all'],
  ])('are never told that a send that is %s keeps %s', async (state, keep) => {
    const send = await made('dispatching');
    const code = await refusal(
      inWorkspace(world.app, world.workspaceId, (tx) =>
        settleSend(tx, { ...send, state, keep, providerRef: null, answer: {}, now: WEDNESDAY }),
      ),
    );
    expect(code).toBe('P0SND');
  });
});

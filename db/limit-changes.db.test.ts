import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServiceContext } from '../lib/services/context';
import { openDay } from '../lib/services/days/open-day';
import { putLimit } from '../lib/services/limits/put-limit';
import { inWorkspace } from './client';
import { holdLimits, limitChangeRows } from './queries/limit-changes';
import type { SendWorld } from './testing/send-world';
import { createSender, mismatches, openSendWorld, reserveAs, setClock, WEDNESDAY } from './testing/send-world';
import { testContext } from './testing/service-context';

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  await setClock(world, WEDNESDAY.getTime());
});
afterAll(() => world?.close());

function context(): ServiceContext {
  const { workspaceId, ownerId } = world;
  const ctx = testContext(world.app, { workspaceId, userId: ownerId, now: WEDNESDAY });
  const down = async () => ({ ok: false as const, code: 'unavailable' as const, detail: 'a test', headers: {} });
  return { ...ctx, provider: { ...ctx.provider, getAccount: down, getInmailCredits: down } };
}

const PEOPLE = 30;

test.each([1, 2, 3, 4, 5, 6])(
  'race %i: once a lowered cap is answered, nothing is reserved over it except what was reserved before',
  async (round) => {
    const sender = await createSender(world, { now: WEDNESDAY, people: PEOPLE, caps: { 'invite.day': 80 } });
    await setClock(world, WEDNESDAY.getTime());
    // Lower in every race: of several changes of a day the lowest holds.
    const cap = 21 - 3 * round;
    const reserve = async (enrolment: (typeof sender.enrolments)[number]) =>
      (await reserveAs(world, { sender, enrolment, now: WEDNESDAY })).outcome;
    const racing = sender.enrolments.slice(0, PEOPLE / 2).map(reserve);
    await racing[round];
    const { lowered } = await putLimit(context(), { key: 'invite.day', tiers: ['premium'], cap });
    const later = sender.enrolments.slice(PEOPLE / 2).map(reserve);
    const outcomes = await Promise.all([...racing, ...later]);
    const usedBefore = lowered.find((one) => one.accountId === sender.accountId)?.used ?? 0;
    expect(usedBefore).toBeGreaterThan(0);
    expect(outcomes.filter((outcome) => outcome === 'reserved').length).toBe(Math.max(cap, usedBefore));
    expect(await mismatches(world)).toEqual([]);
  },
);

test('a day that is opened while a limit is lowered has the lowered cap, whichever is first', async () => {
  for (let round = 0; round < 4; round += 1) {
    const sender = await createSender(world, { now: WEDNESDAY, people: 0 });
    await world.owner.orm.execute(sql`delete from budgets where account_id = ${sender.accountId}`);
    await world.owner.orm.execute(sql`delete from ramp_days where account_id = ${sender.accountId}`);
    const cap = 70 - round;
    await Promise.all([
      openDay(context(), { accountId: sender.accountId }),
      putLimit(context(), { key: 'message.day', tiers: ['premium'], cap }),
    ]);
    const [row] = await world.owner.orm.execute<{ cap: number }>(
      sql`select cap from budgets where account_id = ${sender.accountId} and key = 'message.day'`,
    );
    expect([round, row?.cap]).toEqual([round, cap]);
  }
});

test('a change waits for whoever holds the limits', async () => {
  const order: string[] = [];
  const { waiting: change } = await inWorkspace(world.app, world.workspaceId, async (tx) => {
    await holdLimits(tx, world.workspaceId);
    const before = await limitChangeRows(tx);
    const waiting = putLimit(context(), { key: 'reaction.day', tiers: ['premium'], cap: 11 }).then(() =>
      order.push('changed'),
    );
    for (let looks = 0; (await waiters()) === 0; looks += 1) {
      if (looks > 2_000) throw new Error('nobody waited');
    }
    expect(await limitChangeRows(tx)).toEqual(before);
    order.push('released');
    // In an object: a promise that is returned would be waited for before the commit.
    return { waiting };
  });
  await change;
  expect(order).toEqual(['released', 'changed']);
});

async function waiters(): Promise<number> {
  return (await world.owner.orm.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted`))
    .length;
}

const INSERT = (version: number, old: number | null, next: number | null, more = "'cap', 80, null") => {
  const [field, published, words] = more.split(', ');
  return sql.raw(
    `insert into limit_changes (workspace_id, version, provider, key, plan, field, old_value, new_value, published, changed_at, actor_kind, changed_by, acknowledged)
     values ('${world.workspaceId}', ${version}, 'linkedin', 'invite.week', 'free', ${field}, ${old}, ${next}, ${published}, now(), 'user', 'u', ${words})`,
  );
};

test('the table takes a version only after the one before it, and rewrites none', async () => {
  const run = (statement: ReturnType<typeof sql.raw>) =>
    inWorkspace(world.app, world.workspaceId, (tx) => tx.execute(statement)).then(
      () => 'done',
      (error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error),
    );
  const next = (await inWorkspace(world.app, world.workspaceId, limitChangeRows)).length + 1;
  expect(await run(INSERT(next + 1, null, 100))).toContain('does not follow');
  expect(await run(INSERT(next, 90, 100))).toContain('does not follow');
  expect(await run(INSERT(next, null, null))).toContain('does not follow');
  expect(await run(INSERT(next, null, -1))).toContain('limit_changes_none_or_more');
  expect(await run(INSERT(next, null, 151, "'hardCap', 150, null"))).toContain('limit_changes_lift_acknowledged');
  expect(await run(INSERT(next, null, 151, "'hardCap', 150, ' '"))).toContain('limit_changes_lift_acknowledged');
  expect(await run(INSERT(next, null, 100))).toBe('done');
  expect(await run(sql.raw('update limit_changes set new_value = 1'))).toContain('permission denied');
  expect(await run(sql.raw('delete from limit_changes'))).toContain('permission denied');
  const rewritten = world.owner.orm.execute(sql`update limit_changes set new_value = 1`).then(
    () => 'done',
    (error: unknown) => String(error instanceof Error ? (error.cause ?? error) : error),
  );
  expect(await rewritten).toContain('never rewritten');
});

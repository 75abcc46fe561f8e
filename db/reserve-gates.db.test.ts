import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inWorkspace } from './client';
import type { ReserveRow } from './queries/send-store';
import { dispatchSend } from './queries/send-store';
import { SITUATIONS } from './testing/gate-situations';
import type { Sender, SendWorld } from './testing/send-world';
import { createSender, INSTALLATION, mismatches, openSendWorld, reserveAs, WEDNESDAY } from './testing/send-world';

let world: SendWorld;
let sender: Sender;
const NOW = WEDNESDAY;

beforeAll(async () => {
  world = await openSendWorld(NOW);
});
beforeEach(async () => {
  await setClock('scaled', NOW);
  sender = await createSender(world, { now: NOW, people: 3 });
});
afterAll(() => world?.close());

describe.each(Object.entries(SITUATIONS))('%s', (_name, { gate, close, freeAt, engineOnly }) => {
  test(`refuses the reservation as ${gate} and draws nothing`, async () => {
    await run(close);
    expect(await reserve()).toMatchObject({ outcome: 'gated', reason: gate, freeAt: freeAt ?? null, sendId: null });
    await expectUntouched();
  });

  test(`between the reservation and the call refuses the call as ${gate} and gives the slot back`, async () => {
    const row = await reserve();
    expect(row.outcome).toBe('reserved');
    await run(close);
    expect(await dispatch(row)).toEqual({ outcome: 'released', reason: gate });
    await expectUntouched();
    expect(await stateOf(row)).toBe('released');
    expect(await dispatch(row)).toEqual({ outcome: 'stale', reason: null });
  });

  test(engineOnly ? 'does not bind what a rep types' : 'binds what a rep types, too', async () => {
    await run(close);
    const row = await reserve({ origin: 'typed', campaignId: null });
    expect(row.outcome).toBe(engineOnly ? 'reserved' : 'gated');
    // A stop of a campaign binds its people whoever writes.
    expect(row.reason).toBe(engineOnly ? null : gate);
  });
});

describe('the gates that belong to the reservation alone', () => {
  test('open gates let a send through to its call', async () => {
    const row = await reserve();
    expect(row).toMatchObject({ outcome: 'reserved', attempt: 1, reservedAt: NOW });
    expect(await dispatch(row)).toEqual({ outcome: 'dispatching', reason: null });
  });

  test('the minimum gap of an action holds to the millisecond and names its end', async () => {
    await world.owner.orm.execute(
      sql`update action_paces set gap_ms_min = 30000 where account_id = ${sender.accountId}`,
    );
    expect((await reserve()).outcome).toBe('reserved');
    const end = new Date(NOW.getTime() + 30_000);
    const early = await reserve({ now: new Date(end.getTime() - 1), person: 1 });
    expect(early).toMatchObject({ outcome: 'gated', reason: 'minimum_gap', freeAt: end });
    expect((await reserve({ now: end, person: 1 })).outcome).toBe('reserved');
  });

  test('another installation on the same database neither takes the lease nor sends', async () => {
    const [renewed] = await world.app.orm.execute<{ state: string }>(
      sql`select state from installation_renew('another', '1 hour', null)`,
    );
    expect(renewed?.state).toBe('moved');
    expect(await reserve({ installationId: 'another' })).toMatchObject({ outcome: 'gated', reason: 'lease' });
    const row = await reserve();
    expect(await dispatch(row, 'another')).toEqual({ outcome: 'released', reason: 'lease' });
  });

  test('in real time a process whose clock is 65 s off sends nothing, and one 50 s off does', async () => {
    await setClock('real', new Date('2020-01-01T00:00:00Z'));
    const real = Date.now();
    const far = new Date(real - 65_000);
    const near = new Date(real - 50_000);
    const own = await createSender(world, { now: near, people: 2 });
    await openAllDay(own.accountId);
    const [first, second] = own.enrolments;
    if (!first || !second) throw new Error('people are missing');
    expect(await reserveAs(world, { sender: own, enrolment: first, now: far })).toMatchObject({ reason: 'clock_skew' });
    expect((await reserveAs(world, { sender: own, enrolment: second, now: near })).outcome).toBe('reserved');
  });

  test.each(['invite.day', 'invite.week', 'attempt.invite.day', 'ramp.invite.day', 'campaign.invite.day'])(
    'without its budget %s nothing is sent',
    async (key) => {
      await world.owner.orm.execute(sql`delete from budgets where account_id = ${sender.accountId} and key = ${key}`);
      expect(await reserve()).toMatchObject({ outcome: 'gated', reason: 'unconfigured' });
      const rows = await world.owner.orm.execute(sql`select 1 from sends where account_id = ${sender.accountId}`);
      expect(rows).toHaveLength(0);
    },
  );

  test('an action or variant that no budget knows is refused', async () => {
    expect(await reserve({ variant: 'gold' })).toMatchObject({ outcome: 'gated', reason: 'unconfigured' });
  });

  test('an origin that is none, a missing moment and another person than the enrolled one are errors, not sends', async () => {
    await expect(reserve({ origin: 'Engine' })).rejects.toThrow();
    await expect(reserve({ origin: 'external' })).rejects.toThrow();
    const [mine, other] = sender.enrolments;
    if (!mine || !other) throw new Error('people are missing');
    const swapped = { id: mine.id, prospectId: other.prospectId };
    await expect(reserveAs(world, { sender, enrolment: swapped, now: NOW })).rejects.toThrow();
    const rows = await world.owner.orm.execute(sql`select 1 from sends where account_id = ${sender.accountId}`);
    expect(rows).toHaveLength(0);
  });

  test('a reservation past its lease cannot be dispatched, is swept once, and may be armed again under a new fence', async () => {
    const row = await reserve({ leaseMs: 0 });
    expect(await dispatch(row)).toEqual({ outcome: 'stale', reason: null });
    const sweep = () =>
      inWorkspace(world.app, world.workspaceId, (tx) =>
        tx.execute(
          sql`select became from send_sweep(10, ${NOW.toISOString()}::timestamptz) where send_id = ${row.sendId}`,
        ),
      );
    expect(await sweep()).toEqual([{ became: 'released' }]);
    expect(await sweep()).toHaveLength(0);
    const again = await reserve();
    expect(again).toMatchObject({ outcome: 'reserved', attempt: 2, sendId: row.sendId });
    expect(await dispatch(row)).toEqual({ outcome: 'stale', reason: null });
    expect(await dispatch(again)).toEqual({ outcome: 'dispatching', reason: null });
  });
});

async function run(text: string): Promise<void> {
  const [person] = sender.enrolments;
  const values: Record<string, string> = {
    account: sender.accountId,
    campaign: sender.campaignId,
    workspace: world.workspaceId,
    prospect: person?.prospectId ?? '',
    enrolment: person?.id ?? '',
  };
  const bound = text
    .replaceAll(':now', `'${NOW.toISOString()}'::timestamptz`)
    .replace(/(?<!:):(account|campaign|workspace|prospect|enrolment)\b/g, (_, name: string) => `'${values[name]}'`);
  await world.owner.orm.execute(bound);
}

async function setClock(mode: 'real' | 'scaled', app: Date): Promise<void> {
  await world.owner.orm.execute(sql`delete from controls`);
  await world.owner.orm.execute(sql`update installations set lease_until = clock_timestamp() + interval '1 hour'`);
  await world.owner.orm.execute(sql`delete from identities where prospect_id is null`);
  await world.owner.orm.execute(sql`insert into clock (id, mode, real_origin, app_origin, speed) values (1, ${mode}, clock_timestamp(), ${app.toISOString()}::timestamptz, 1)
    on conflict (id) do update set mode = excluded.mode, real_origin = excluded.real_origin, app_origin = excluded.app_origin, speed = 1`);
}

async function openAllDay(accountId: string): Promise<void> {
  await world.owner.orm.execute(
    sql`update ramp_days set starts_at = made_at - interval '1 hour', ends_at = made_at + interval '1 hour', open_hours = '{(,)}' where account_id = ${accountId}`,
  );
}

function reserve(change: Partial<Parameters<typeof reserveAs>[1]> & { person?: number } = {}): Promise<ReserveRow> {
  const enrolment = sender.enrolments[change.person ?? 0];
  if (enrolment === undefined) throw new Error('no such person');
  return reserveAs(world, { sender, enrolment, now: NOW, ...change });
}

function dispatch(row: ReserveRow, installationId = INSTALLATION) {
  return inWorkspace(world.app, world.workspaceId, (tx) =>
    dispatchSend(tx, { sendId: row.sendId ?? '', fence: row.fence, now: NOW, installationId, deadlineMs: 60_000 }),
  );
}

async function stateOf(row: ReserveRow): Promise<string | undefined> {
  const [found] = await world.owner.orm.execute<{ state: string }>(
    sql`select state from sends where id = ${row.sendId}`,
  );
  return found?.state;
}

async function expectUntouched(): Promise<void> {
  const drawn = await world.owner.orm.execute(
    sql`select key, used from budgets where account_id = ${sender.accountId} and used <> 0`,
  );
  expect(drawn).toHaveLength(0);
  expect(await mismatches(world)).toHaveLength(0);
}

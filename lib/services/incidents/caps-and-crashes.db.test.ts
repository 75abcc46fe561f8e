import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { sends } from '@/db/schema/sends';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches } from '@/db/testing/send-world';
import { sendNext } from '../sends/send-next';
import { reconcileUnknown } from '../sweeps/reconcile-unknown';
import { sweepReservations } from '../sweeps/sweep-reservations';

const INVITE_ROUTE = 'POST **/users/me/relation-requests';
let world: IncidentWorld;

beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const invitesOf = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'invite');
const rowsOf = (sender: IncidentSender) =>
  world.owner.orm.select().from(sends).where(eq(sends.accountId, sender.accountId));

/** Two schedulers that wake at the same moment. */
async function twoAtOnce(sender: IncidentSender, at: Date): Promise<void> {
  const ctx = await world.at(at);
  const turn = () => sendNext(ctx, { accountId: sender.accountId, later: async () => ctx });
  await Promise.all([turn(), turn()]);
}

test('#1 Sam: two schedulers that pick the same person at the same moment send once', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  const at = await nextSlotOf(world, sender);
  await twoAtOnce(sender, at);
  expect(await invitesOf(sender)).toHaveLength(1);
  await runDay(world, sender, at);
  expect(await invitesOf(sender)).toHaveLength(1);
}, 60_000);

test('#2 Sam, linki: two schedulers that pick different people on an account with one slot left send once', async () => {
  const sender = await createIncidentSender(world, { people: 4, caps: { 'invite.day': 1 } });
  const at = await nextSlotOf(world, sender);
  await twoAtOnce(sender, at);
  expect(await invitesOf(sender)).toHaveLength(1);
  await runDay(world, sender, at);
  expect(await invitesOf(sender)).toHaveLength(1);
}, 60_000);

test('#3 Sam: a worker that dies after the provider accepted does not send again after the restart', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  const at = await nextSlotOf(world, sender);
  const plain = await world.at(at);
  const ctx = await world.at(at, {
    invite: async (accountId, invite) => {
      await plain.provider.invite(accountId, invite);
      throw new Error('the worker died here');
    },
  });
  await expect(sendNext(ctx, { accountId: sender.accountId, later: async () => ctx })).rejects.toThrow('died');
  expect(await invitesOf(sender)).toHaveLength(1);
  await world.owner.orm.execute(
    sql`update sends set deadline_at = clock_timestamp() - interval '1 second' where account_id = ${sender.accountId}`,
  );
  expect(await sweepReservations(await world.at(at))).toMatchObject({ unknown: 1 });
  expect(await reconcileUnknown(await world.at(at))).toMatchObject({ found: 1 });
  await runDay(world, sender, at);
  expect(await invitesOf(sender)).toHaveLength(1);
  expect(await rowsOf(sender)).toMatchObject([{ state: 'sent' }]);
}, 60_000);

test('#4 a limit answer stops that action until its moment and no other: not one more invite is tried that day', async () => {
  const sender = await createIncidentSender(world, { people: 5 });
  const before = await world.ledger(sender);
  const looked = sender.people[4];
  await world.owner.orm.execute(sql`delete from resolutions where prospect_id = ${looked?.prospectId ?? ''}`);
  await world.owner.orm.execute(
    sql`update prospects set linkedin_slug = ${looked?.slug ?? ''} where id = ${looked?.prospectId ?? ''}`,
  );
  await world.owner.orm.execute(
    sql`update enrolments set action = 'resolve', work_class = 4, due_at = due_at + interval '3 hours' where id = ${looked?.id ?? ''}`,
  );
  const fault = { route: INVITE_ROUTE, kind: '429', count: 100 };
  await world.simulator.call('POST', '/_sim/faults', fault);
  await runDay(world, sender);
  const { body } = await world.simulator.call('GET', '/_sim/faults');
  await world.simulator.call('DELETE', '/_sim/faults');
  expect(z.array(z.object({ left: z.number() })).parse(body.items)).toEqual([{ left: 99 }]);
  const after = (await world.ledger(sender)).slice(before.length);
  expect(after.some((line) => line.action === 'lookup' && line.slug === looked?.slug)).toBe(true);
  expect(await invitesOf(sender)).toEqual([]);
}, 60_000);

import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sends } from '@/db/schema/sends';
import { addFollowUp, alsoEnrol, becomeConnection, deliver, relationNew } from '@/db/testing/incident-moves';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches, WEDNESDAY } from '@/db/testing/send-world';
import { MIN_GAP_MS } from '@/lib/domain/limits/catalogue';
import { openDay } from '../days/open-day';
import { listStops } from './list-stops';
import { putStop } from './put-stop';

let world: IncidentWorld;
beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

beforeEach(() => world.owner.orm.execute(sql`delete from controls`));

const MORNING = new Date('2026-03-05T05:00:00.000Z');
const STOPPED = new Date('2026-03-05T10:00:00.000Z');
const UNTIL = new Date('2026-03-05T13:00:00.000Z');
const invitesOf = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'invite').map((line) => new Date(line.at).getTime());

test.each(['workspace', 'action', 'account', 'campaign'] as const)(
  'a stop of scope %s with an end lets nothing out until then, and after it sending goes on by itself at its own gaps',
  async (scope) => {
    const sender = await createIncidentSender(world, { people: 30 });
    const { accountId, campaignId } = sender;
    await world.owner.orm.execute(sql`update accounts set targets = '{"invite": 30}' where id = ${accountId}`);
    await openDay(await world.at(MORNING), { accountId });
    await runDay(world, sender, MORNING, { until: STOPPED });
    const id = scope === 'account' ? accountId : scope === 'campaign' ? campaignId : null;
    const action = scope === 'action' ? ('invite' as const) : null;
    const stop = await putStop(await world.at(STOPPED), { scope, id, action, until: UNTIL.toISOString() });
    expect(stop).toMatchObject({ until: UNTIL.toISOString(), dispatching: [] });
    const before = await invitesOf(sender);
    // Slots are drawn by the account's id: two hours may see one invitation, or many.
    expect(before.length).toBeGreaterThan(0);

    await runDay(world, sender, STOPPED);
    expect((await listStops(await world.at(UNTIL))).items).toEqual([]);
    const after = (await invitesOf(sender)).slice(before.length);
    expect(after.length).toBeGreaterThan(0);
    // Not at the very moment at which the stop ends either: every account and every kind would begin together.
    for (const moment of after) expect(moment).toBeGreaterThan(UNTIL.getTime());
    const [day] = await world.owner.orm.execute<{ target: number }>(
      sql`select (targets->>'invite')::int as target from ramp_days where account_id = ${accountId} and local_date = '2026-03-05'`,
    );
    expect(before.length + after.length).toBeLessThanOrEqual(day?.target ?? 0);
    for (const [n, moment] of after.entries())
      if (n > 0) expect(moment - (after[n - 1] ?? 0)).toBeGreaterThanOrEqual(MIN_GAP_MS.invite);
  },
  120_000,
);

test('a stop of one campaign holds back that campaign alone, though its people would be picked first', async () => {
  const sender = await createIncidentSender(world, { people: 6 });
  const other = await alsoEnrol(world, sender, sender.people.slice(0, 3));
  const [first, second] = sender.campaignId < other.campaignId ? [sender, other] : [other, sender];
  await putStop(await world.at(WEDNESDAY), { scope: 'campaign', id: first.campaignId });
  await runDay(world, sender);
  const rows = await world.owner.orm.select().from(sends).where(eq(sends.accountId, sender.accountId));
  expect(rows.length).toBeGreaterThan(1);
  expect(new Set(rows.map((row) => row.campaignId))).toEqual(new Set([second.campaignId]));
}, 60_000);

test('a stop of one action lets every other action go out, though what it holds would come first', async () => {
  const sender = await createIncidentSender(world, { people: 3 });
  await addFollowUp(world, sender, 'Hello {{first_name}}');
  const [stranger] = sender.people;
  if (stranger === undefined) throw new Error('nobody');
  const person = await becomeConnection(world, sender, stranger);
  const at = new Date((await nextSlotOf(world, sender)).getTime() - 60_000);
  expect(await deliver(world, sender, relationNew(person), at)).toEqual(['accepted']);
  await putStop(await world.at(at), { scope: 'action', action: 'message' });
  await runDay(world, sender, at);
  const actions = (await world.ledger(sender)).map((line) => line.action).filter((action) => action !== 'lookup');
  expect(actions).toEqual(['invite', 'invite']);
}, 60_000);

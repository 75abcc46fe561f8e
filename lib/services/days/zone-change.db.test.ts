import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf, type Tx } from '@/db/client';
import {
  createIncidentSender,
  type IncidentSender,
  type IncidentWorld,
  openIncidentWorld,
} from '@/db/testing/incident-world';
import { WEDNESDAY } from '@/db/testing/send-world';
import { explainAccount } from '@/lib/services/accounts/explain-account';
import { patchAccount } from '@/lib/services/accounts/patch-account';
import { accountsToOpen } from './accounts-to-open';
import { openDay } from './open-day';

let world: IncidentWorld;
beforeAll(async () => {
  world = await openIncidentWorld();
});
afterAll(() => world?.close());

const zonesOf = async (sender: IncidentSender) =>
  rowsOf<{ zone: string; n: number }>(
    world.owner.orm as unknown as Tx,
    sql`select time_zone as zone, count(*)::int as n from budgets where account_id = ${sender.accountId} and key like '%.day' group by 1 order by 1`,
  );
const move = async (sender: IncidentSender, timeZone: string, now: Date) =>
  patchAccount(await world.at(now), { id: sender.accountId, timeZone });

test('a move to the east takes effect when the open day ends: until then nothing is opened and no cap is written anew', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  await move(sender, 'Pacific/Auckland', WEDNESDAY);
  // Already Thursday in Auckland.
  const noon = new Date('2026-03-04T12:00:00.000Z');
  const ctx = await world.at(noon);
  expect(await openDay(ctx, { accountId: sender.accountId })).toMatchObject({ kind: 'open', localDate: '2026-03-04' });
  const before = await zonesOf(sender);
  expect(before.map((row) => row.zone)).toEqual(['Europe/Berlin']);
  const { checks } = await explainAccount(ctx, { id: sender.accountId });
  expect(JSON.stringify(checks)).toContain(
    'The account works in Europe/Berlin until its day there ends, then in Pacific/Auckland.',
  );
  // 00:30 on Thursday in Berlin, half past twelve in Auckland.
  const after = await world.at(new Date('2026-03-04T23:30:00.000Z'));
  expect(await accountsToOpen(after, {})).toContain(sender.accountId);
  expect(await openDay(after, { accountId: sender.accountId })).toMatchObject({
    kind: 'open',
    localDate: '2026-03-05',
  });
  const moved = new Map((await zonesOf(sender)).map((row) => [row.zone, row.n]));
  expect(moved.get('Pacific/Auckland')).toBeGreaterThan(10);
});

test('a move to the west does not begin a date again that the account has had', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  await move(sender, 'America/Los_Angeles', WEDNESDAY);
  // Midnight has passed in Berlin; in Los Angeles it is still Wednesday, in working hours.
  const evening = await world.at(new Date('2026-03-04T23:30:00.000Z'));
  expect(await accountsToOpen(evening, { accountId: sender.accountId })).toEqual([]);
  expect(await openDay(evening, { accountId: sender.accountId })).toEqual({ kind: 'closed', reason: 'day_over' });
  const morning = await world.at(new Date('2026-03-05T17:00:00.000Z'));
  expect(await openDay(morning, { accountId: sender.accountId })).toMatchObject({
    kind: 'open',
    localDate: '2026-03-05',
  });
});

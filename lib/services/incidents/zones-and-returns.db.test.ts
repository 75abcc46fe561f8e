import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches, reserveAs, WEDNESDAY } from '@/db/testing/send-world';
import { MIN_GAP_MS } from '@/lib/domain/limits/catalogue';
import { refreshAccount } from '../accounts/refresh-account';
import { launchCampaign } from '../campaigns/launch-campaign';
import { openDay } from '../days/open-day';

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

test('#12 WarmySender, Funkel: an account that was disconnected for days comes back without a burst; the backlog is spread', async () => {
  const sender = await createIncidentSender(world, { people: 14 });
  // Ten or so a day: what has piled up would last longer than one day.
  await world.owner.orm.execute(sql`update accounts set targets = '{"invite": 12}' where id = ${sender.accountId}`);
  const status = (value: string) =>
    world.simulator.call('POST', `/_sim/accounts/${sender.providerAccountId}/status`, { status: value });
  const away = await world.at(WEDNESDAY);
  await status('disconnected');
  await refreshAccount(away, { accountId: sender.accountId });
  expect(await runDay(world, sender)).toEqual([]);
  expect(await invitesOf(sender)).toEqual([]);

  const monday = new Date('2026-03-09T05:00:00Z');
  const back = await world.at(monday);
  await status('running');
  await refreshAccount(back, { accountId: sender.accountId });
  expect(await openDay(back, { accountId: sender.accountId })).toMatchObject({ kind: 'open' });
  await runDay(world, sender, monday);
  const at = (await invitesOf(sender)).map((line) => new Date(line.at).getTime());
  expect(at.length).toBeGreaterThan(1);
  for (const [n, moment] of at.entries())
    if (n > 0) expect(moment - (at[n - 1] ?? 0)).toBeGreaterThanOrEqual(MIN_GAP_MS.invite);
  // Not a week's work in the first hour: the day keeps its own target.
  const [day] = await world.owner.orm.execute<{ target: number }>(
    sql`select (targets->>'invite')::int as target from ramp_days where account_id = ${sender.accountId} and local_date = '2026-03-09'`,
  );
  expect(at.length).toBeLessThanOrEqual(day?.target ?? 0);
  expect(at.filter((moment) => moment < (at[0] ?? 0) + 3_600_000).length).toBeLessThanOrEqual(at.length / 2);
}, 120_000);

test('#13 warmbly: without a time zone of the account a campaign does not start and says so; UTC is not assumed', async () => {
  const sender = await createIncidentSender(world, { people: 1 });
  const [person] = sender.people;
  if (person === undefined) throw new Error('nobody');
  await world.owner.orm.execute(sql`update accounts set time_zone = null where id = ${sender.accountId}`);
  await world.owner.orm.execute(sql`update campaigns set state = 'draft' where id = ${sender.campaignId}`);
  const ctx = await world.at(WEDNESDAY);
  await expect(launchCampaign(ctx, { id: sender.campaignId })).rejects.toMatchObject({
    fields: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining('time zone') })]),
  });
  // Not even a campaign that runs already gets past the account.
  await world.owner.orm.execute(sql`update campaigns set state = 'running' where id = ${sender.campaignId}`);
  expect(await openDay(ctx, { accountId: sender.accountId })).toMatchObject({ kind: 'closed' });
  expect(await reserveAs(world, { sender, enrolment: person, now: WEDNESDAY })).toMatchObject({ outcome: 'gated' });
  await runDay(world, sender);
  expect(await invitesOf(sender)).toEqual([]);
}, 120_000);

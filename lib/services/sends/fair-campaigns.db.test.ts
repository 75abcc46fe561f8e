import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace } from '../../../db/client';
import { campaignsByUsedShare } from '../../../db/queries/send-store';
import { createRampDay } from '../../../db/testing/account-parts';
import { createCampaign } from '../../../db/testing/factories';
import type { Sender, SendWorld } from '../../../db/testing/send-world';
import {
  addPeople,
  createSender,
  openSendWorld,
  putCap,
  reserveAs,
  setClock,
  WEDNESDAY,
} from '../../../db/testing/send-world';
import { CAP_KINDS } from '../../domain/limits/constants';

const TWO_DAYS_MS = 2 * 86_400_000;
const CAP = 5;

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
});
afterAll(() => world?.close());

test('what a campaign sent on earlier days is not held against it, though its counter still shows it', async () => {
  const first = await createSender(world, { now: WEDNESDAY, people: CAP, campaignCap: CAP });
  const second = await besides(first);
  await invite(first, WEDNESDAY, CAP - 1);
  expect(await order(first, WEDNESDAY)).toEqual([second.campaignId, first.campaignId]);

  // Two days later the first has sent nothing and the second one invite; the counters still say 4 of 5 and 1 of 5.
  const later = new Date(WEDNESDAY.getTime() + TWO_DAYS_MS);
  await openDay(first, later);
  await invite(second, later, 1);
  expect(await counters(first)).toEqual(
    new Map([
      [first.campaignId, CAP - 1],
      [second.campaignId, 1],
    ]),
  );
  expect(await order(first, later)).toEqual([first.campaignId, second.campaignId]);
});

/** Another campaign of the same account with caps and people of its own. */
async function besides(sender: Sender): Promise<Sender> {
  const { workspaceId, ownerId, owner } = world;
  const { accountId } = sender;
  const campaign = await createCampaign(owner, { workspaceId, ownerId, senderIds: [accountId], now: WEDNESDAY });
  const own = { accountId, campaignId: campaign.id, stepId: campaign.stepId };
  for (const kind of CAP_KINDS)
    await putCap(world, { accountId, key: `campaign.${kind}.day`, campaignId: campaign.id, cap: CAP, now: WEDNESDAY });
  return { ...own, enrolments: await addPeople(world, { ...own, people: CAP, now: WEDNESDAY }) };
}

async function invite(sender: Sender, now: Date, times: number): Promise<void> {
  await setClock(world, now.getTime());
  for (const enrolment of sender.enrolments.slice(0, times))
    expect(await reserveAs(world, { sender, enrolment, now })).toMatchObject({ outcome: 'reserved' });
}

async function openDay({ accountId }: Sender, now: Date): Promise<void> {
  const { workspaceId, ownerId, owner } = world;
  const day = { workspaceId, ownerId, id: accountId, timeZone: 'Europe/Berlin', now };
  await inWorkspace(owner, workspaceId, (tx) => createRampDay(tx, day));
}

function order({ accountId }: Sender, now: Date): Promise<string[]> {
  return inWorkspace(world.app, world.workspaceId, (tx) => campaignsByUsedShare(tx, { accountId, now }));
}

/** What the counters of the campaigns' invites say. */
async function counters({ accountId }: Sender): Promise<Map<string, number>> {
  const rows = await world.owner.orm.execute<{ campaign: string; used: number }>(
    sql`select campaign_id as campaign, used from budgets where account_id = ${accountId} and key = 'campaign.invite.day'`,
  );
  return new Map(rows.map((row) => [row.campaign, row.used]));
}

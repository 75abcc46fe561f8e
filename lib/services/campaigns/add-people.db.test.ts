import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createAccount,
  createCampaign,
  createProspect,
  createUser,
  createWorkspace,
} from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import { addPeople } from './add-people';
import { listPeople } from './list-people';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;
let ownerId: string;
let senderIds: string[];

beforeAll(async () => {
  database = await openSuiteDatabase();
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
  ownerId = (await createUser(database.owner, { workspaceId, now: NOW })).id;
  senderIds = [];
  for (let index = 0; index < 2; index += 1)
    senderIds.push((await createAccount(database.owner, { workspaceId, ownerId, now: NOW })).id);
});
afterAll(async () => {
  await database.close();
});

const context = () => testContext(database.app, { workspaceId, userId: ownerId, now: NOW });
const campaignOf = () => createCampaign(database.owner, { workspaceId, ownerId, senderIds, now: NOW, state: 'draft' });
const people = async (count: number) => {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push((await createProspect(database.owner, { workspaceId, now: NOW })).id);
  return ids;
};

test('people are spread evenly over the senders and wait in the queue', async () => {
  const campaign = await campaignOf();
  const result = await addPeople(context(), { id: campaign.id, prospectIds: await people(5), priority: 'high' });
  expect(result).toMatchObject({ requested: 5, enrolled: 5 });
  const { items } = await listPeople(context(), { id: campaign.id });
  const perSender = senderIds.map((id) => items.filter((item) => item.accountId === id).length);
  expect(perSender.sort()).toEqual([2, 3]);
  expect(items.every((item) => item.state === 'queued' && item.priority === 'high')).toBe(true);
});

test('whoever may not be contacted is left out and counted with the reason', async () => {
  const campaign = await campaignOf();
  const suppressed = await createProspect(database.owner, { workspaceId, now: NOW, suppressed: true });
  const optedOut = await createProspect(database.owner, { workspaceId, now: NOW, optedOutAt: NOW });
  const replied = await createProspect(database.owner, { workspaceId, now: NOW, repliedAt: NOW });
  const [fine] = await people(1);
  const result = await addPeople(context(), {
    id: campaign.id,
    prospectIds: [suppressed.id, optedOut.id, replied.id, fine ?? '', 'ppl_nobody'],
  });
  expect(result).toMatchObject({
    requested: 5,
    enrolled: 1,
    leftOut: { suppressed: 1, opted_out: 1, replied: 1, unknown: 1 },
  });
});

test('a person is in one campaign once, and in one active campaign at a time', async () => {
  const [first, second] = [await campaignOf(), await campaignOf()];
  const ids = await people(2);
  await addPeople(context(), { id: first.id, prospectIds: ids });
  expect(await addPeople(context(), { id: first.id, prospectIds: ids })).toMatchObject({
    enrolled: 0,
    leftOut: { already_enrolled: 2 },
  });
  expect(await addPeople(context(), { id: second.id, prospectIds: ids })).toMatchObject({
    enrolled: 0,
    leftOut: { in_another_campaign: 2 },
  });
});

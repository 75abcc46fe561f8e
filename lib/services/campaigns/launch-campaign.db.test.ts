import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWorkspace, rowsOf } from '../../../db/client';
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
import type { Tier } from '../../domain/limits/constants';
import { addPeople } from './add-people';
import { launchCampaign } from './launch-campaign';
import { launchProblems } from './launch-problems';
import { pauseCampaign } from './pause-campaign';
import { putSteps } from './put-steps';
import { resumeCampaign } from './resume-campaign';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;
let ownerId: string;

beforeAll(async () => {
  database = await openSuiteDatabase();
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
  ownerId = (await createUser(database.owner, { workspaceId, now: NOW })).id;
});
afterAll(async () => {
  await database.close();
});

const context = () => testContext(database.app, { workspaceId, userId: ownerId, now: NOW });

async function readyCampaign(options: { tier?: Tier } = {}) {
  const account = await createAccount(database.owner, { workspaceId, ownerId, now: NOW, ...options });
  const campaign = await createCampaign(database.owner, {
    workspaceId,
    ownerId,
    senderIds: [account.id],
    now: NOW,
    state: 'draft',
  });
  const person = await createProspect(database.owner, { workspaceId, now: NOW });
  await addPeople(context(), { id: campaign.id, prospectIds: [person.id] });
  return { account, campaign };
}

test('a launch names everything that blocks it and changes nothing', async () => {
  const account = await createAccount(database.owner, {
    workspaceId,
    ownerId,
    now: NOW,
    timeZone: null,
    rampToday: false,
  });
  const campaign = await createCampaign(database.owner, {
    workspaceId,
    ownerId,
    senderIds: [account.id],
    now: NOW,
    state: 'draft',
  });
  await putSteps(context(), { id: campaign.id, steps: [{ kind: 'invite' }, { kind: 'message', text: ' ' }] });
  const { problems } = await launchProblems(context(), { id: campaign.id });
  const codes = problems.filter((problem) => problem.severity === 'block').map((problem) => problem.code);
  expect(codes.sort()).toEqual(['message_before_acceptance', 'no_people', 'no_text', 'no_time_zone']);
  await expect(launchCampaign(context(), { id: campaign.id })).rejects.toMatchObject({
    code: 'validation_failed',
    fields: { length: 4 },
  });
  const rows = await inWorkspace(database.app, workspaceId, (tx) =>
    rowsOf<{ state: string }>(tx, sql`select state from campaigns where id = ${campaign.id}`),
  );
  expect(rows).toEqual([{ state: 'draft' }]);
});

test.each([
  { tier: 'premium' as const, fits: 300 },
  { tier: 'free' as const, fits: 200 },
])(
  'a note of $fits characters fits a $tier account, one more blocks the launch and is named',
  async ({ tier, fits }) => {
    const { campaign } = await readyCampaign({ tier });
    const withNote = async (length: number) => {
      await putSteps(context(), { id: campaign.id, steps: [{ kind: 'invite', note: 'n'.repeat(length) }] });
      const { problems } = await launchProblems(context(), { id: campaign.id });
      return problems.filter((problem) => problem.code === 'note_too_long');
    };
    expect(await withNote(fits)).toEqual([]);
    expect(await withNote(fits + 1)).toMatchObject([
      {
        severity: 'block',
        path: expect.stringMatching(/^steps\..+\.note$/),
        message: expect.stringContaining(String(fits)),
      },
    ]);
    await expect(launchCampaign(context(), { id: campaign.id })).rejects.toMatchObject({ code: 'validation_failed' });
  },
);

test('an unknown variable and a schedule without hours block the launch, each with its field', async () => {
  const { account, campaign } = await readyCampaign();
  await putSteps(context(), { id: campaign.id, steps: [{ kind: 'invite', note: 'Hi {{frist_name}}' }] });
  await inWorkspace(database.owner, workspaceId, (tx) =>
    tx.execute(sql`update accounts set working_hours = '[]' where id = ${account.id}`),
  );
  const { problems } = await launchProblems(context(), { id: campaign.id });
  expect(problems.filter((problem) => problem.severity === 'block')).toMatchObject([
    { code: 'no_working_hours', path: `senders.${account.id}.workingHours` },
    { code: 'unknown_variable', message: expect.stringContaining('{{frist_name}}') },
  ]);
  await expect(launchCampaign(context(), { id: campaign.id })).rejects.toMatchObject({ code: 'validation_failed' });
});

test('a message that says the same to everybody is a warning, and launches', async () => {
  const { campaign } = await readyCampaign();
  const steps = (text: string) => [
    { kind: 'invite' as const },
    { kind: 'wait_accepted' as const, timeoutDays: 14 },
    { kind: 'message' as const, text },
  ];
  await putSteps(context(), { id: campaign.id, steps: steps('Good morning.') });
  const { problems } = await launchProblems(context(), { id: campaign.id });
  expect(problems).toMatchObject([{ severity: 'warn', code: 'no_variable', path: expect.stringMatching(/\.text$/) }]);
  await putSteps(context(), { id: campaign.id, steps: steps('Good morning, {{first_name|there}}.') });
  expect((await launchProblems(context(), { id: campaign.id })).problems).toEqual([]);
});

test('a launch starts the campaign once and gives every sender its caps', async () => {
  const { campaign } = await readyCampaign();
  const first = await launchCampaign(context(), { id: campaign.id });
  const later = { ...context(), now: new Date(NOW.getTime() + 60_000) };
  const second = await launchCampaign(later, { id: campaign.id });
  expect([first.state, first.launchedAt, second.launchedAt]).toEqual(['running', NOW.toISOString(), NOW.toISOString()]);
  const rows = await inWorkspace(database.app, workspaceId, (tx) =>
    rowsOf<{ cap: number }>(tx, sql`select cap from budgets where campaign_id = ${campaign.id} order by key`),
  );
  expect(rows.map((row) => row.cap)).toEqual([5, 80, 80]);
});

test('a red cap that nobody acknowledged refuses the launch until it is', async () => {
  const { campaign } = await readyCampaign();
  await database.owner.orm.execute(sql`update campaigns set cap_invite = 95 where id = ${campaign.id}`);
  await expect(launchCampaign(context(), { id: campaign.id })).rejects.toMatchObject({
    code: 'validation_failed',
    fields: [{ path: 'acknowledgedRisk' }],
  });
  expect((await launchCampaign(context(), { id: campaign.id, acknowledgedRisk: true })).state).toBe('running');
});

test('a pause and a resume are idempotent, and a draft can be neither', async () => {
  const { campaign } = await readyCampaign();
  await expect(pauseCampaign(context(), { id: campaign.id })).rejects.toMatchObject({ code: 'conflict' });
  await launchCampaign(context(), { id: campaign.id });
  expect(await pauseCampaign(context(), { id: campaign.id, reason: 'new deck' })).toMatchObject({
    state: 'paused',
    pauseReason: 'new deck',
    dispatching: [],
  });
  expect(await pauseCampaign(context(), { id: campaign.id, reason: 'other' })).toMatchObject({
    pauseReason: 'new deck',
  });
  expect(await resumeCampaign(context(), { id: campaign.id })).toMatchObject({ state: 'running', pausedAt: null });
});

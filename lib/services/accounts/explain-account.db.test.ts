import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createAccount,
  createCampaign,
  createEnrolment,
  createInstallation,
  createProspect,
  createUser,
  createWorkspace,
} from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import { campaignFunnel } from '../campaigns/campaign-funnel';
import { explainCampaign } from '../campaigns/explain-campaign';
import { forecastCampaign } from '../campaigns/forecast-campaign';
import { previewMessage } from '../campaigns/preview-message';
import { explainPerson } from '../prospects/explain-person';
import { patchProspect } from '../prospects/patch-prospect';
import { accountHealth } from './account-health';
import { accountRamp } from './account-ramp';
import { accountUsage } from './account-usage';
import { explainAccount } from './explain-account';
import { linkAccount } from './link-account';
import { patchAccount } from './patch-account';
import { pauseAccount } from './pause-account';
import { resumeAccount } from './resume-account';
import { today } from './today';

const NOW = new Date('2026-11-25T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;
let ownerId: string;

beforeAll(async () => {
  database = await openSuiteDatabase();
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
  ownerId = (await createUser(database.owner, { workspaceId, now: NOW })).id;
  await createInstallation(database.owner, { id: 'test-installation', now: NOW });
});
afterAll(async () => {
  await database.close();
});

const context = (now = NOW) => testContext(database.app, { workspaceId, userId: ownerId, now });

async function workingAccount() {
  const account = await createAccount(database.owner, { workspaceId, ownerId, now: NOW });
  const campaign = await createCampaign(database.owner, { workspaceId, ownerId, senderIds: [account.id], now: NOW });
  const person = await createProspect(database.owner, { workspaceId, now: NOW });
  await createEnrolment(database.owner, {
    workspaceId,
    campaignId: campaign.id,
    prospectId: person.id,
    accountId: account.id,
    stepId: campaign.stepId,
    now: NOW,
  });
  return { account, campaign, person };
}

test('account, campaign and person with due work and every gate open are sending, and name the person', async () => {
  const { account, campaign, person } = await workingAccount();
  for (const answer of [
    await explainAccount(context(), { id: account.id }),
    await explainCampaign(context(), { id: campaign.id }),
    await explainPerson(context(), { id: person.id }),
  ]) {
    expect(answer).toMatchObject({ verdict: 'sending', next: { kind: 'invite', personId: person.id } });
    expect(answer.checks.every((check) => check.result === 'pass')).toBe(true);
  }
});

test('a pause leads, and what would still hold after it is named too', async () => {
  const { account } = await workingAccount();
  await pauseAccount(context(), { id: account.id, reason: 'holiday' });
  const evening = new Date('2026-11-25T19:00:00.000Z');
  const answer = await explainAccount(context(evening), { id: account.id });
  expect(answer).toMatchObject({
    verdict: 'stopped',
    primary: { code: 'paused_user', since: NOW.toISOString() },
    next: null,
  });
  expect(answer.also.map((reason) => reason.code)).toContain('outside_hours');
  await resumeAccount(context(), { id: account.id });
  expect((await explainAccount(context(), { id: account.id })).verdict).toBe('sending');
});

test('a missing ramp row inside working hours is unknown, never a number', async () => {
  const account = await createAccount(database.owner, { workspaceId, ownerId, now: NOW, rampToday: false });
  expect((await explainAccount(context(), { id: account.id })).verdict).toBe('unknown');
  expect((await accountRamp(context(), { id: account.id })).today.cap).toBeNull();
});

test('a lower target holds today, a higher one not before tomorrow, and none passes the hard cap', async () => {
  const { account } = await workingAccount();
  const cap = async () =>
    (await accountUsage(context(), { id: account.id })).budgets.find((figure) => figure.budget === 'invite.day')?.cap;
  await patchAccount(context(), { id: account.id, targets: { invite: 30 } });
  expect(await cap()).toBe(30);
  await patchAccount(context(), { id: account.id, targets: { invite: 60 } });
  expect(await cap()).toBe(30);
  await expect(patchAccount(context(), { id: account.id, targets: { invite: 101 } })).rejects.toMatchObject({
    fields: [{ path: 'targets.invite' }],
  });
  await expect(patchAccount(context(), { id: account.id, timeZone: 'Mars/Base' })).rejects.toMatchObject({
    fields: [{ path: 'timeZone' }],
  });
});

test('hours that end before now close the gate in the same transaction', async () => {
  const { account } = await workingAccount();
  await patchAccount(context(), { id: account.id, workingHours: [{ day: 3, from: '07:00', to: '08:00' }] });
  expect(await explainAccount(context(), { id: account.id })).toMatchObject({ primary: { code: 'outside_hours' } });
});

test('the screens of an account and a campaign answer from its rows', async () => {
  const { account, campaign, person } = await workingAccount();
  expect((await accountHealth(context(), { id: account.id })).factors.map((factor) => factor.code)).toContain(
    'acceptance',
  );
  expect((await today(context())).accounts.some((entry) => entry.account.id === account.id)).toBe(true);
  expect(await forecastCampaign(context(), { id: campaign.id })).toMatchObject({
    people: 1,
    days: [{ date: '2026-11-25', invites: 1 }],
  });
  expect(await campaignFunnel(context(), { id: campaign.id })).toMatchObject({
    enrolled: 1,
    invited: 0,
    states: { active: 1 },
  });
  const preview = await previewMessage(context(), {
    id: campaign.id,
    text: 'Hi {{first_name}}, {{company|your team}} {{nope}}',
  });
  expect(preview).toMatchObject({ prospectId: person.id, text: 'Hi Ada, your team {{nope}}', missing: ['nope'] });
  expect(await patchProspect(context(), { id: person.id, email: 'Ada@Example.test' })).toMatchObject({
    email: 'ada@example.test',
  });
  expect((await linkAccount(context(), { provider: 'linkedin', appUrl: 'http://127.0.0.1' })).url).toBe(
    'http://127.0.0.1/connect',
  );
});

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inWorkspace, rowsOf } from '../../../db/client';
import { createAccount, createUser, createWorkspace } from '../../../db/testing/factories';
import { testContext } from '../../../db/testing/service-context';
import type { SuiteDatabase } from '../../../db/testing/suite-database';
import { openSuiteDatabase } from '../../../db/testing/suite-database';
import type { Role } from '../../domain/access/roles';
import type { Tier } from '../../domain/limits/constants';
import { AppError } from '../../platform/errors';
import { patchAccount } from '../accounts/patch-account';
import { listAudit } from '../audit/list-audit';
import type { ServiceContext } from '../context';
import { openDay } from '../days/open-day';
import { listLimits } from './list-limits';
import { putLimit } from './put-limit';

/** A Wednesday morning in Berlin, and the next two. */
const NOW = new Date('2026-03-04T09:00:00.000Z');
const TOMORROW = new Date('2026-03-05T09:00:00.000Z');
let database: SuiteDatabase;
let workspaceId: string;
let userId: string;

beforeAll(async () => {
  database = await openSuiteDatabase();
});
beforeEach(async () => {
  workspaceId = (await createWorkspace(database.owner, { now: NOW })).id;
  userId = (await createUser(database.owner, { workspaceId, now: NOW })).id;
});
afterAll(() => database.close());

function as(role: Role = 'owner', now = NOW): ServiceContext {
  const ctx = testContext(database.app, { workspaceId, userId, role, now });
  const down = async () => ({ ok: false as const, code: 'unavailable' as const, detail: 'a test', headers: {} });
  return { ...ctx, provider: { ...ctx.provider, getAccount: down, getInmailCredits: down } };
}

const account = (input: { tier?: Tier; timeZone?: string } = {}) =>
  createAccount(database.owner, { workspaceId, ownerId: userId, now: NOW, ...input });

async function capOf(accountId: string, key = 'invite.day'): Promise<number | undefined> {
  const [row] = await inWorkspace(database.app, workspaceId, (tx) =>
    rowsOf<{ cap: number }>(
      tx,
      sql`select cap from budgets where account_id = ${accountId} and key = ${key} and campaign_id = ''`,
    ),
  );
  return row?.cap;
}

async function refusal(run: Promise<unknown>): Promise<{ code: string; text: string; paths: string[] }> {
  const error: unknown = await run.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw new Error('it was not refused', { cause: error });
  const text = [error.message, ...error.fields.map((field) => field.message)].join(' ');
  return { code: error.code, text, paths: error.fields.map((field) => field.path) };
}

const planOf = async (tier: Tier, key = 'invite.day', ctx = as()) =>
  (await listLimits(ctx)).items.find((item) => item.provider === 'linkedin' && item.key === key)?.caps?.[tier];

describe('a lowered limit', () => {
  test('holds in every open day of its plan when it is answered, and in no other', async () => {
    const [premium, recruiter] = [await account(), await account({ tier: 'recruiter' })];
    const answer = await putLimit(as('admin'), { key: 'invite.day', tiers: ['premium'], cap: 30 });
    expect(answer.lowered).toEqual([{ accountId: premium.id, name: 'A test account', cap: 30, used: 0 }]);
    expect([await capOf(premium.id), await capOf(recruiter.id)]).toEqual([30, 80]);
    expect(await planOf('premium')).toMatchObject({ cap: 30, hardCap: 100, published: { cap: 80 }, waiting: [] });
    expect(await planOf('recruiter')).toMatchObject({ cap: 80 });
  });

  test('at 0 means none', async () => {
    const { id } = await account();
    await putLimit(as('admin'), { key: 'message.day', cap: 0 });
    expect(await capOf(id, 'message.day')).toBe(0);
    await openDay(as('owner', TOMORROW), { accountId: id });
    expect(await capOf(id, 'message.day')).toBe(0);
  });

  test('of the hard cap holds below a target that was set higher', async () => {
    const { id } = await account();
    await patchAccount(as(), { id, targets: { invite: 90 } });
    await openDay(as('owner', TOMORROW), { accountId: id });
    expect(await capOf(id)).toBe(90);
    await putLimit(as('admin', TOMORROW), { key: 'invite.day', tiers: ['premium'], hardCap: 20 });
    expect(await capOf(id)).toBe(20);
    const refused = await refusal(patchAccount(as('owner', TOMORROW), { id, targets: { invite: 21 } }));
    expect(refused.text).toContain('At most 20 a day');
  });

  test('of calls and of longer windows holds too', async () => {
    const { id } = await account();
    await putLimit(as('admin'), { key: 'attempt.invite.day', tiers: ['premium'], cap: 7 });
    await putLimit(as('admin'), { key: 'invite.week', tiers: ['premium'], cap: 60 });
    expect([await capOf(id, 'attempt.invite.day'), await capOf(id, 'invite.week')]).toEqual([7, 60]);
  });
});

describe('a raised limit', () => {
  test('holds from the next local day of each account, however often today is opened', async () => {
    const [berlin, kiritimati] = [await account(), await account({ timeZone: 'Pacific/Kiritimati' })];
    const answer = await putLimit(as('admin'), { key: 'invite.day', tiers: ['premium'], cap: 90 });
    expect(answer.lowered).toEqual([]);
    expect(answer.later.map(({ accountId, from }) => [accountId, from]).sort()).toEqual(
      [
        [berlin.id, '2026-03-05'],
        [kiritimati.id, '2026-03-05'],
      ].sort(),
    );
    await openDay(as(), { accountId: berlin.id });
    expect(await capOf(berlin.id)).toBe(80);
    expect(await planOf('premium')).toMatchObject({ cap: 90, waiting: [{ cap: 80, from: '2026-03-05' }, {}] });
    await openDay(as('owner', TOMORROW), { accountId: berlin.id });
    expect(await capOf(berlin.id)).toBe(90);
    expect(await planOf('premium', 'invite.day', as('owner', TOMORROW))).toMatchObject({ cap: 90, waiting: [] });
  });

  test('does not hold on the first opening of today, nor in a budget that is made today', async () => {
    const { id } = await account();
    await database.owner.orm.execute(sql`delete from ramp_days where account_id = ${id}`);
    await database.owner.orm.execute(sql`delete from budgets where account_id = ${id}`);
    await putLimit(as('admin'), { key: 'invite.day', tiers: ['premium'], cap: 90 });
    await openDay(as(), { accountId: id });
    expect(await capOf(id)).toBe(80);
  });

  test('after a lowering of the same day leaves the lowered one to the end of the day', async () => {
    const { id } = await account();
    await putLimit(as('admin'), { key: 'invite.day', tiers: ['premium'], cap: 20 });
    await putLimit(as('admin'), { key: 'invite.day', tiers: ['premium'], cap: null });
    expect(await capOf(id)).toBe(20);
    await openDay(as('owner', TOMORROW), { accountId: id });
    expect(await capOf(id)).toBe(80);
  });
});

describe('a hard cap', () => {
  const lift = { key: 'invite.day', tiers: ['premium' as const], hardCap: 150 };

  test('is lifted by an owner alone, who acknowledges it in words that are kept', async () => {
    expect(await refusal(putLimit(as('admin'), { ...lift, acknowledgedRisk: true }))).toMatchObject({
      code: 'forbidden',
      text: 'Only an owner may lift a hard cap above the published number.',
    });
    expect(await refusal(putLimit(as(), lift))).toMatchObject({
      code: 'validation_failed',
      paths: ['acknowledgedRisk'],
    });
    const { changes } = await putLimit(as(), { ...lift, acknowledgedRisk: true });
    expect(changes).toMatchObject([{ version: 1, field: 'hardCap', oldValue: null, newValue: 150, published: 100 }]);
    expect(changes[0]?.acknowledged).toMatch(/^I lift the hard cap of invite.day \(premium\) to 150.* at my own risk/);
    const [entry] = (await listAudit(as(), { action: 'limit.changed' })).items;
    expect(entry).toMatchObject({ objectId: 'invite.day', actor: { id: userId } });
    expect(JSON.stringify(entry?.details)).toContain('at my own risk');
  });

  test('may be lowered and taken back to the published one by an admin', async () => {
    await putLimit(as('admin'), { ...lift, hardCap: 60 });
    expect(await planOf('premium')).toMatchObject({ cap: 60, hardCap: 60 });
    await putLimit(as('admin'), { ...lift, hardCap: null });
    expect(await planOf('premium')).toMatchObject({ cap: 80, hardCap: 100 });
  });

  test('that is lifted raises no account before tomorrow, and then lets a target above the published one', async () => {
    const { id } = await account();
    await putLimit(as(), { ...lift, acknowledgedRisk: true });
    await patchAccount(as(), { id, targets: { invite: 120 } });
    expect(await capOf(id)).toBe(80);
    await openDay(as('owner', TOMORROW), { accountId: id });
    expect(await capOf(id)).toBe(120);
  });
});

describe('a change', () => {
  test('said again makes no second version and no second entry of the audit', async () => {
    const change = { key: 'invite.day', tiers: ['premium' as const], cap: 70 };
    expect((await putLimit(as('admin'), change)).changes).toHaveLength(1);
    expect((await putLimit(as('admin'), change)).changes).toEqual([]);
    expect((await listLimits(as())).changes).toHaveLength(1);
    expect((await listAudit(as(), { action: 'limit.changed' })).items).toHaveLength(1);
  });

  test('is a version for every plan and number, each with what was before', async () => {
    await putLimit(as('admin'), { key: 'comment.day', cap: 50 });
    await putLimit(as('admin'), { key: 'comment.day', tiers: ['free'], cap: 40, hardCap: 60 });
    const { changes } = await listLimits(as('viewer'));
    expect(changes.map((one) => one.version)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(changes[1]).toMatchObject({ tier: 'free', field: 'cap', oldValue: 50, newValue: 40, published: 100 });
    expect(changes[0]).toMatchObject({ field: 'hardCap', oldValue: null, changedBy: { name: 'A test user' } });
  });

  test('of two admins at once loses none of them', async () => {
    const keys = ['invite.day', 'message.day', 'comment.day', 'reaction.day'];
    await Promise.all(keys.map((key, index) => putLimit(as('admin'), { key, tiers: ['premium'], cap: 10 + index })));
    const { changes } = await listLimits(as());
    expect(changes.map((one) => one.version).sort()).toEqual([1, 2, 3, 4]);
    expect(changes.map((one) => one.key).sort()).toEqual(keys.sort());
  });

  test('of a network that nothing is sent on yet is kept for it', async () => {
    await putLimit(as('admin'), { provider: 'whatsapp', key: 'new_chat.day', cap: 10 });
    const item = (await listLimits(as())).items.find((one) => one.key === 'new_chat.day');
    expect(item).toMatchObject({ counted: false, caps: { any: { cap: 10, published: { cap: 40 } } } });
  });

  test.each([
    [{ key: 'dance.day', cap: 1 }, 'not_found', 'There is no limit dance.day'],
    [{ key: 'ramp.start.invite', cap: 1 }, 'refused', 'counts nothing'],
    [{ key: 'invite.day' }, 'validation_failed', 'Give a cap, a hardCap or both'],
    [{ key: 'invite.day', tiers: ['any' as const], cap: 1 }, 'validation_failed', 'Use free, premium'],
    [{ key: 'invite.day', cap: 60 }, 'validation_failed', 'The hard cap is 50'],
    [{ key: 'invite.day', cap: -1 }, 'validation_failed', '"Unlimited" does not exist'],
  ])('%o is refused as %s, with the way out', async (input, code, text) => {
    expect(await refusal(putLimit(as(), input))).toMatchObject({ code, text: expect.stringContaining(text) });
    expect((await listLimits(as())).changes).toEqual([]);
  });

  test('touches no other workspace and is seen by none', async () => {
    const other = (await createWorkspace(database.owner, { now: NOW })).id;
    const stranger = (await createUser(database.owner, { workspaceId: other, now: NOW })).id;
    const theirs = await createAccount(database.owner, { workspaceId: other, ownerId: stranger, now: NOW });
    await putLimit(as(), { key: 'invite.day', tiers: ['premium'], cap: 10 });
    const ctx = testContext(database.app, { workspaceId: other, userId: stranger, now: NOW });
    const { items, changes } = await listLimits(ctx);
    expect(changes).toEqual([]);
    expect(items.find((item) => item.key === 'invite.day')?.caps?.premium).toMatchObject({ cap: 80 });
    const [row] = await inWorkspace(database.app, other, (tx) =>
      rowsOf<{ cap: number }>(tx, sql`select cap from budgets where account_id = ${theirs.id} and key = 'invite.day'`),
    );
    expect(row?.cap).toBe(80);
  });
});

describe('a target', () => {
  test('of withdrawals and of look-ups outlasts the day on which it was set', async () => {
    const { id } = await account();
    await patchAccount(as(), { id, targets: { withdraw: 5, resolve: 12 } });
    expect([await capOf(id, 'withdraw.day'), await capOf(id, 'profile_view.day')]).toEqual([5, 12]);
    await openDay(as('owner', TOMORROW), { accountId: id });
    expect([await capOf(id, 'withdraw.day'), await capOf(id, 'profile_view.day')]).toEqual([5, 12]);
  });
});

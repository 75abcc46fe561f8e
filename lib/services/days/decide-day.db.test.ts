import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accounts } from '@/db/schema/accounts';
import { rampDays } from '@/db/schema/ramp-days';
import { signals } from '@/db/schema/signals';
import type { SendWorld } from '@/db/testing/send-world';
import { createSender, openSendWorld, setClock, WEDNESDAY } from '@/db/testing/send-world';
import { testContext } from '@/db/testing/service-context';
import { newId } from '../../platform/ids';
import { accountRamp } from '../accounts/account-ramp';
import { openDay } from './open-day';

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
}, 60_000);
afterAll(() => world.close());

const DAY_MS = 86_400_000;
const dayAfter = (days: number) => new Date(WEDNESDAY.getTime() + days * DAY_MS);
const failed = async () => ({ ok: false as const, code: 'unavailable' as const, detail: '', headers: {} });

function at(now: Date) {
  const base = testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, now });
  return { ...base, provider: { ...base.provider, getAccount: failed, getInmailCredits: failed } };
}

/** Two limit signals of Wednesday, then every working day of the next week is opened. */
async function aBadWeek(inviteWeek: number, otherWeek: number): Promise<string> {
  const { accountId } = await createSender(world, { now: WEDNESDAY, people: 0 });
  const { orm } = world.owner;
  await orm.update(accounts).set({ rampWeek: inviteWeek }).where(eq(accounts.id, accountId));
  await orm
    .update(rampDays)
    .set({ week: inviteWeek, inputs: { otherWeek, otherSteppedUpAt: dayAfter(-30), otherSteppedBackAt: null } })
    .where(and(eq(rampDays.accountId, accountId)));
  for (const hours of [1, 2])
    await orm.insert(signals).values({
      ...{ workspaceId: world.workspaceId, id: newId('signal'), accountId, action: 'invite', kind: 'limit' as const },
      ...{ at: new Date(WEDNESDAY.getTime() + hours * 3_600_000), headers: {}, hourBefore: {}, detail: '' },
    });
  for (const days of [1, 2, 5, 6]) {
    await setClock(world, dayAfter(days).getTime());
    expect(await openDay(at(dayAfter(days)), { accountId })).toMatchObject({ kind: 'open' });
  }
  return accountId;
}

it.each([
  ['of both', 4, 4, [3, 3, 3, 3], [3, 3, 3, 3]],
  ['of the other actions while invites have no week to lose', 1, 4, [1, 1, 1, 1], [3, 3, 3, 3]],
  ['of invites while the other actions have no week to lose', 4, 1, [3, 3, 3, 3], [1, 1, 1, 1]],
])(
  'one bad week costs one step, not one a day: %s',
  async (_, inviteWeek, otherWeek, invites, others) => {
    const accountId = await aBadWeek(inviteWeek, otherWeek);
    const rows = await world.owner.orm
      .select()
      .from(rampDays)
      .where(eq(rampDays.accountId, accountId))
      .orderBy(asc(rampDays.localDate));
    expect(rows.slice(1).map((row) => row.week)).toEqual(invites);
    expect(rows.slice(1).map((row) => row.inputs.otherWeek)).toEqual(others);
  },
  60_000,
);

it('keeps what a day was decided from, and shows the formula of its cap with the numbers', async () => {
  const accountId = await aBadWeek(4, 4);
  const now = dayAfter(6);
  const { today } = await accountRamp(at(now), { id: accountId });
  expect(today.inputs).toMatchObject({
    weekBefore: 3,
    signals7d: 0,
    sent: 0,
    accepted: 0,
    usedDays: 0,
    restricted: false,
  });
  expect(today.formula).toBe(`min(80, round(10 × (80 ÷ 10)^((3 − 1) ÷ (6 − 1)))) = ${today.cap}`);
}, 60_000);

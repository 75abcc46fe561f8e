import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accounts } from '@/db/schema/accounts';
import type { SendWorld } from '@/db/testing/send-world';
import { createSender, openSendWorld, WEDNESDAY } from '@/db/testing/send-world';
import { testContext } from '@/db/testing/service-context';
import type { ProfilePart } from '../../domain/accounts/constants';
import type { OwnProfile, ReadResult } from '../../providers/port';
import { accountHealth } from '../accounts/account-health';
import { refreshProfiles } from './refresh-profiles';

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
}, 60_000);
afterAll(() => world.close());

const after = (hours: number) => new Date(WEDNESDAY.getTime() + hours * 3_600_000);
const own = (lacks: ProfilePart[] | null): ReadResult<OwnProfile> => ({
  ...{ ok: true, headers: {} },
  value: { providerUserId: 'own', name: 'Ada', tier: 'premium', connections: 321, lacks },
});
const unread: ReadResult<OwnProfile> = { ok: false, code: 'unavailable', detail: '', headers: {} };

function at(now: Date, read: ReadResult<OwnProfile>) {
  let reads = 0;
  const base = testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, now });
  const getOwnProfile = async () => {
    reads += 1;
    return read;
  };
  return { ctx: { ...base, provider: { ...base.provider, getOwnProfile } }, reads: () => reads };
}

it('the own profile is read about once a day, again soon after a reading that failed, and shown as a factor of health', async () => {
  const { accountId } = await createSender(world, { now: WEDNESDAY, people: 0 });
  const factor = async (now: Date) => {
    const { factors } = await accountHealth(at(now, unread).ctx, { id: accountId });
    return factors.find((one) => one.code === 'profile');
  };
  expect(await factor(WEDNESDAY)).toMatchObject({ verdict: 'unknown', value: null });

  const failed = at(WEDNESDAY, unread);
  await refreshProfiles(failed.ctx);
  expect(await factor(WEDNESDAY)).toMatchObject({ verdict: 'unknown' });

  const first = at(after(3), own(['picture', 'summary']));
  await refreshProfiles(first.ctx);
  expect(await factor(after(3))).toMatchObject({ verdict: 'warning', value: 'incomplete' });
  expect((await factor(after(3)))?.detail).toContain('no picture and no summary');
  const [row] = await world.owner.orm.select().from(accounts).where(eq(accounts.id, accountId));
  expect(row).toMatchObject({ connections: 321, profileLacks: ['picture', 'summary'] });

  const soon = at(after(6), own([]));
  await refreshProfiles(soon.ctx);
  const notItsTurn = at(after(27), own([]));
  await refreshProfiles(notItsTurn.ctx, { isTurn: () => false });
  expect(notItsTurn.reads()).toBe(0);
  const nextDay = at(after(27), own([]));
  await refreshProfiles(nextDay.ctx);
  expect([failed.reads(), first.reads(), soon.reads(), nextDay.reads()]).toEqual([1, 1, 0, 1]);
  expect(await factor(after(27))).toMatchObject({ verdict: 'good', value: 'complete' });
});

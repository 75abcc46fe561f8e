import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inWorkspace } from '@/db/client';
import { bookExternal } from '@/db/queries/person-of-event';
import { accounts } from '@/db/schema/accounts';
import { signals } from '@/db/schema/signals';
import type { SendWorld } from '@/db/testing/send-world';
import { createSender, openSendWorld, setClock, WEDNESDAY } from '@/db/testing/send-world';
import { testContext } from '@/db/testing/service-context';
import { newId } from '../../platform/ids';
import type { ProviderEvent } from '../../providers/port';
import { accountHealth } from '../accounts/account-health';
import { accountRamp } from '../accounts/account-ramp';
import { openDay } from '../days/open-day';
import { applyBounce } from './apply-bounce';
import { applyMessage } from './apply-message';

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
}, 60_000);
afterAll(() => world.close());

const DAY_MS = 86_400_000;
const failed = async () => ({ ok: false as const, code: 'unavailable' as const, detail: '', headers: {} });

function at(now = WEDNESDAY) {
  const base = testContext(world.app, { workspaceId: world.workspaceId, userId: world.ownerId, now });
  return { ...base, provider: { ...base.provider, getAccount: failed, getInmailCredits: failed } };
}

/** An account of another network that has sent so many messages, each to somebody else. */
async function accountOf(provider: 'google' | 'whatsapp', sends: number): Promise<string> {
  const { accountId } = await createSender(world, { now: WEDNESDAY, people: 0 });
  await world.owner.orm
    .update(accounts)
    .set({ provider, name: provider === 'google' ? 'ada@gmail.com' : '+49 1' })
    .where(eq(accounts.id, accountId));
  await inWorkspace(world.app, world.workspaceId, async (tx) => {
    for (let n = 0; n < sends; n += 1)
      await bookExternal(tx, {
        ...{ sendId: newId('send'), accountId, prospectId: null, action: 'message', ref: `${accountId}:${n}` },
        at: new Date(WEDNESDAY.getTime() - DAY_MS - n * 60_000),
      });
  });
  return accountId;
}

const bounce = (accountId: string) =>
  inWorkspace(world.app, world.workspaceId, (tx) => applyBounce(tx, at(), { accountId, at: WEDNESDAY }));
const rowOf = async (accountId: string) =>
  (await world.owner.orm.select().from(accounts).where(eq(accounts.id, accountId)))[0];
const factorOf = async (accountId: string, code: string) =>
  (await accountHealth(at(), { id: accountId })).factors.find((factor) => factor.code === code);

describe('an e-mail that came back', () => {
  it('is kept as a signal and shown as a share of the e-mails, and pauses the account from 5 % of 50 on', async () => {
    const accountId = await accountOf('google', 50);
    expect([await bounce(accountId), await bounce(accountId)]).toEqual(['bounced', 'bounced']);
    expect((await rowOf(accountId))?.pausedAt).toBeNull();
    expect(await factorOf(accountId, 'bounces')).toMatchObject({ value: 0.04, sample: 50, verdict: 'warning' });

    expect(await bounce(accountId)).toBe('paused');
    expect(await rowOf(accountId)).toMatchObject({
      pausedAt: WEDNESDAY,
      pauseReason: '3 of 50 e-mails bounced, 6 %.',
    });
    expect(await factorOf(accountId, 'bounces')).toMatchObject({ verdict: 'bad' });
    const kept = await world.owner.orm.select().from(signals).where(eq(signals.accountId, accountId));
    expect(kept.map((signal) => signal.kind)).toEqual(['bounce', 'bounce', 'bounce']);
  });

  it('judges nothing on fewer than 50 e-mails, which is shown as not known and never as good', async () => {
    const accountId = await accountOf('google', 3);
    for (const _ of [1, 2, 3]) expect(await bounce(accountId)).toBe('bounced');
    expect((await rowOf(accountId))?.pausedAt).toBeNull();
    expect(await factorOf(accountId, 'bounces')).toMatchObject({ verdict: 'unknown' });
  });
});

describe('the new chats of a WhatsApp account', () => {
  const message = (accountId: string, chat: number, own: boolean): Promise<string> => {
    const event: Extract<ProviderEvent, { kind: 'message_new' }> = {
      ...{ kind: 'message_new', eventId: newId('event'), providerAccountId: 'x', at: WEDNESDAY, text: 'Hello' },
      ...{ chatId: `${accountId}:${chat}`, messageId: `${accountId}:${chat}:${own}`, own },
      senderUserId: own ? '' : `usr_${chat}`,
    };
    return inWorkspace(world.app, world.workspaceId, (tx) => applyMessage(tx, at(), { accountId, event }));
  };

  it('stop when under 20 % of the last 30 were answered; chats that others began do not count', async () => {
    const accountId = await accountOf('whatsapp', 0);
    for (let chat = 0; chat < 40; chat += 1) {
      // Somebody else writes first in ten of them, and is answered.
      if (chat >= 30) await message(accountId, chat, false);
      await message(accountId, chat, true);
    }
    for (let chat = 0; chat < 5; chat += 1) await message(accountId, chat, false);
    expect(await factorOf(accountId, 'new_chat_replies')).toMatchObject({
      verdict: 'bad',
      sample: 30,
      detail: 'Only 5 of the last 30 new chats were answered. New chats are stopped.',
    });
    await message(accountId, 5, false);
    expect(await factorOf(accountId, 'new_chat_replies')).toMatchObject({ verdict: 'good', value: 0.2 });
  }, 60_000);
});

it('an account of another network starts as its network asks and steps up on a week without a signal, with the formula kept', async () => {
  const accountId = await accountOf('whatsapp', 0);
  await world.owner.orm.update(accounts).set({ rampWeek: 1, rampSteppedUpAt: null }).where(eq(accounts.id, accountId));
  const caps: unknown[] = [];
  for (const days of [1, 2, 7, 8, 14, 15]) {
    const now = new Date(WEDNESDAY.getTime() + days * DAY_MS);
    await setClock(world, now.getTime());
    await openDay(at(now), { accountId });
    const { today, week, weeks } = await accountRamp(at(now), { id: accountId });
    caps.push([week, weeks, today.network?.cap]);
    expect(today.network?.formula).toBe(`min(40, floor(2 × 1.5^(${week} − 1))) = ${today.network?.cap}`);
    expect(today.rules.some((rule) => rule.code === 'acceptance')).toBe(false);
  }
  await setClock(world, WEDNESDAY.getTime());
  expect(caps.map((one) => JSON.stringify(one))).toEqual([
    ...['[1,9,2]', '[1,9,2]', '[2,9,3]', '[2,9,3]', '[3,9,4]', '[3,9,4]'],
  ]);
}, 60_000);

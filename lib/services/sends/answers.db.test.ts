import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionPaces } from '@/db/schema/action-paces';
import { invitations } from '@/db/schema/invitations';
import type { AnsweredWorld, DueAction } from '@/db/testing/answered';
import { openAnswered, refusal, sendOne, tracesOf } from '@/db/testing/answered';
import type { SendWorld } from '@/db/testing/send-world';
import { mismatches, openSendWorld, setClock, WEDNESDAY } from '@/db/testing/send-world';
import { ANSWER_TABLE } from '../../domain/sends/answer-table';
import type { ProviderAnswer } from '../../domain/sends/provider-answer';
import { UNTIL_A_PERSON } from '../../domain/sends/stop-until';
import { newId } from '../../platform/ids';
import { accountSignals } from '../accounts/account-signals';
import { allowAction } from '../accounts/allow-action';
import { today } from '../accounts/today';
import { openDay } from '../days/open-day';
import { withUnit } from '../with-unit';
import { situationOf } from './situation';

let world: SendWorld;
beforeAll(async () => {
  world = await openSendWorld(WEDNESDAY);
  await setClock(world, WEDNESDAY.getTime());
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world.close();
});

const MINUTE = 60_000;
const later = (ms: number) => new Date(WEDNESDAY.getTime() + ms);
/** The default hours open at nine in Berlin. */
const THURSDAY = new Date('2026-03-05T08:00:00.000Z');
const unknown: ProviderAnswer = { kind: 'unknown', detail: '504' };
const accepted = (providerRef: string | null): ProviderAnswer => ({ kind: 'accepted', providerRef });

interface Row {
  action?: DueAction;
  answer: ProviderAnswer;
  note?: string;
  instagram?: true;
  withdrawnAt?: Date;
  send: string;
  /** What stays spent; left out it is everything that was drawn. */
  kept?: string[];
  person: [state: string, reason: string | null, wakeAt?: Date | null];
  stoppedUntil?: Date;
  signals?: string[];
  account?: string;
  cap?: [budget: string, cap: number];
}

/** One row of limits.md §5, one test: the ledger's row, the person, the account, on a real database. */
const ROWS: Record<string, Row> = {
  automation_suspected: {
    ...{ action: 'message', answer: refusal('unrecognised'), instagram: true },
    ...{ send: 'unknown', person: ['parked', 'unknown_outcome'], signals: ['automation_suspected'] },
  },
  inmail_without_chat: {
    ...{ action: 'inmail', answer: accepted(null), send: 'unknown', person: ['parked', 'unknown_outcome'] },
  },
  accepted: { answer: accepted('inv_1'), send: 'sent', person: ['done', 'sequence_finished'] },
  target_impossible: {
    ...{ answer: refusal('out_of_network'), send: 'rejected', kept: ['attempt.invite.day', 'ramp.invite.day'] },
    person: ['skipped', 'out_of_network'],
  },
  already_invited: {
    ...{ answer: refusal('already_invited'), send: 'rejected', kept: ['attempt.invite.day'] },
    person: ['done', 'sequence_finished'],
  },
  already_connected: {
    ...{ answer: refusal('already_connected'), send: 'rejected', kept: ['attempt.invite.day'] },
    person: ['done', 'sequence_finished'],
  },
  insufficient_credits: {
    ...{ action: 'inmail', answer: refusal('insufficient_credits'), send: 'rejected', kept: ['attempt.inmail.day'] },
    ...{ person: ['parked', 'insufficient_credits', THURSDAY], cap: ['inmail_credit.month', 0] },
  },
  note_not_allowed: {
    ...{ answer: refusal('note_not_allowed'), note: 'Hi', send: 'rejected', kept: ['attempt.invite.day'] },
    person: ['parked', 'no_notes_left', new Date('2026-03-31T22:00:00Z')],
    cap: ['invite_note.month', 0],
  },
  withdrawn_lately: {
    ...{ answer: refusal('limit'), withdrawnAt: new Date('2026-02-20T10:00:00Z'), send: 'rejected' },
    person: ['parked', 'withdrawn_lately', new Date('2026-03-13T10:00:00Z')],
  },
  limit: {
    ...{ answer: refusal('limit'), send: 'rejected', person: ['parked', 'limit', THURSDAY], stoppedUntil: THURSDAY },
    ...{ signals: ['limit'], cap: ['invite.day', 1] },
  },
  api_rate_limited: {
    ...{ answer: refusal('api_rate_limited', 600), send: 'released', kept: [], person: ['active', null] },
    stoppedUntil: later(10 * MINUTE),
  },
  look_up_unanswered: {
    ...{ action: 'resolve', answer: unknown, send: 'rejected', person: ['active', null] },
    ...{ stoppedUntil: later(60 * MINUTE), signals: ['unknown'] },
  },
  unknown: {
    ...{ answer: unknown, send: 'unknown', person: ['parked', 'unknown_outcome', null] },
    ...{ stoppedUntil: later(60 * MINUTE), signals: ['unknown'] },
  },
  not_reached: {
    ...{ answer: { kind: 'not_reached', detail: 'ECONNREFUSED' }, send: 'released', kept: [] },
    ...{ person: ['active', null], signals: ['not_reached'] },
  },
  account_disconnected: {
    ...{ answer: refusal('account_disconnected'), send: 'released', kept: [], account: 'disconnected' },
    ...{ person: ['parked', 'account_disconnected', THURSDAY], signals: ['disconnected'] },
  },
  account_restricted: {
    ...{ answer: refusal('account_restricted'), send: 'released', kept: [], account: 'restricted' },
    ...{ person: ['parked', 'account_restricted', THURSDAY], signals: ['restricted'] },
  },
  unrecognised: {
    ...{ answer: refusal('unrecognised'), send: 'unknown', person: ['parked', 'unknown_outcome', null] },
    ...{ stoppedUntil: UNTIL_A_PERSON, signals: ['unrecognised'] },
  },
};

async function answered(row: Row): Promise<AnsweredWorld> {
  const one = await openAnswered(world, {
    action: row.action ?? 'invite',
    result: { answer: row.answer, ...(row.instagram ? { warning: 'automation_suspected' as const } : {}) },
    ...(row.note === undefined ? {} : { note: row.note }),
    ...(row.instagram ? { provider: 'instagram' as const } : {}),
  });
  for (const { prospectId } of row.withdrawnAt === undefined ? [] : one.sender.enrolments)
    await world.owner.orm.insert(invitations).values({
      ...{ workspaceId: world.workspaceId, id: newId('invitation'), accountId: one.sender.accountId, prospectId },
      ...{ state: 'withdrawn' as const, sentAt: new Date('2026-01-20T10:00:00Z'), withdrawnAt: row.withdrawnAt },
    });
  return one;
}

describe('an answer of the provider', () => {
  it('has a test for every row of the table', () => {
    expect(Object.keys(ROWS)).toEqual(ANSWER_TABLE.map((row) => row.id));
  });

  it.each(Object.entries(ROWS))('%s', async (_, row) => {
    const one = await answered(row);
    await sendOne(one);
    const { send, account, person, pace, signals, capOf } = await tracesOf(one);
    expect(send).toMatchObject({ state: row.send, kept: row.kept ?? send.budgets });
    const [state, reason, wakeAt] = row.person;
    expect(person).toMatchObject({ state, reason, ...(wakeAt === undefined ? {} : { wakeAt }) });
    expect(pace?.stoppedUntil ?? null).toEqual(row.stoppedUntil ?? null);
    expect(signals.map((signal) => signal.kind)).toEqual(row.signals ?? []);
    expect(account?.state).toBe(row.account ?? 'running');
    if (row.cap !== undefined) expect(capOf(row.cap[0])).toBe(row.cap[1]);
    expect(one.calls()).toBe(1);
  });

  it.each(Object.entries(ROWS).filter(([, row]) => row.stoppedUntil !== undefined || row.account !== undefined))(
    'after %s there is no second call while the stop lasts',
    async (_, row) => {
      const one = await answered(row);
      await sendOne(one);
      expect(await sendOne(one, later(MINUTE))).toBe(
        row.account === undefined ? (row.cap?.[0] ?? 'action_stopped') : 'account_state',
      );
      expect(one.calls()).toBe(1);
    },
  );
});

describe('rules over several answers', () => {
  it('a second unknown outcome in a day is a limit signal and stops the action until the next working day', async () => {
    const one = await answered({ ...row('unknown') });
    await sendOne(one);
    await letGo(one);
    await sendOne(one);
    const { pace, signals, capOf } = await tracesOf(one);
    expect(pace?.stoppedUntil).toEqual(THURSDAY);
    expect(signals.map((signal) => signal.kind).sort()).toEqual(['limit', 'unknown', 'unknown']);
    expect(capOf('invite.day')).toBe(2);
  });

  it('two refused connections in an hour stop the action for an hour', async () => {
    const one = await answered({ ...row('not_reached') });
    await sendOne(one);
    await sendOne(one);
    expect((await tracesOf(one)).pace?.stoppedUntil).toEqual(later(60 * MINUTE));
  });

  it('a note that was refused leaves none until the next month, also after the next day has opened', async () => {
    const one = await answered({ ...row('note_not_allowed') });
    await sendOne(one);
    await setClock(world, THURSDAY.getTime());
    const morning = { ...one.ctx, now: THURSDAY, provider: { ...one.ctx.provider, ...QUIET } };
    expect(await openDay(morning, { accountId: one.sender.accountId })).toMatchObject({ kind: 'open' });
    expect((await tracesOf(one)).capOf('invite_note.month')).toBe(0);
    await setClock(world, WEDNESDAY.getTime());
  });

  it('keeps a limit answer with its headers and what was sent in the hour before', async () => {
    const headers = { 'retry-after': '60', 'x-ratelimit-remaining': '0' };
    const one = await openAnswered(world, { action: 'invite', result: { answer: refusal('limit'), headers } });
    await sendOne(one);
    expect((await tracesOf(one)).signals).toMatchObject([{ headers, hourBefore: { invite: 1 }, action: 'invite' }]);
  });
});

describe('an answer that Headroom does not know', () => {
  it('asks a person in Today and on the account, and goes on only once somebody has looked', async () => {
    const one = await answered({ ...row('unrecognised') });
    await sendOne(one);
    const id = one.sender.accountId;
    const { needsYou } = await today(one.ctx);
    expect(needsYou.find((entry) => entry.accountId === id)?.text).toContain('does not know');
    expect((await accountSignals(one.ctx, { id })).asks).toMatchObject([{ action: 'invite' }]);
    expect(await sendOne(one, later(30 * 24 * 60 * MINUTE))).not.toBe('unknown');
    await allowAction(one.ctx, { id, action: 'invite' });
    expect((await accountSignals(one.ctx, { id })).asks).toEqual([]);
    expect(await sendOne(one)).toBe('unknown');
  });

  it('is the only stop that a person can end', async () => {
    const one = await answered({ ...row('limit') });
    await sendOne(one);
    await expect(allowAction(one.ctx, { id: one.sender.accountId, action: 'invite' })).rejects.toThrow(
      'waits for a person',
    );
    expect((await tracesOf(one)).pace?.stoppedUntil).toEqual(THURSDAY);
  });
});

describe('the rate headers of an answer', () => {
  const headers = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '20', 'x-ratelimit-reset': '1800' };
  const rate = { limit: 100, remaining: 20, resetAfterS: 1_800 };

  it('are stored for the account and slow its pace before the limit is reached, with the reason shown', async () => {
    const one = await openAnswered(world, { action: 'invite', result: { answer: accepted('i'), headers, rate } });
    await sendOne(one);
    const { pace } = await accountSignals(one.ctx, { id: one.sender.accountId });
    expect(pace).toMatchObject({ factor: 2.5, notBefore: null, until: later(30 * MINUTE).toISOString() });
    expect(pace.reason).toContain('20 are left');
    expect(pace.readings).toMatchObject([{ action: 'invite', limit: 100, remaining: 20 }]);
    expect(await slotsOf(one)).toMatchObject({ factor: 2.5, notBefore: null });
  });

  it('hold everything of the account until the window opens anew once its last tenth is left', async () => {
    const last = { ...rate, remaining: 10 };
    const one = await openAnswered(world, {
      action: 'message',
      result: { answer: accepted('c'), headers, rate: last },
    });
    await sendOne(one);
    expect((await slotsOf(one))?.notBefore).toEqual(later(30 * MINUTE));
  });
});

/** The pace that the send path itself goes by. */
async function slotsOf({ ctx, sender }: AnsweredWorld) {
  return withUnit(ctx, async (unit) => {
    const account = await unit.accountById(sender.accountId);
    return account === null ? null : ((await situationOf(unit, ctx, account))?.slots.pace ?? null);
  });
}

const failed = async () => ({ ok: false as const, code: 'unavailable' as const, detail: '', headers: {} });
const QUIET = { getAccount: failed, getInmailCredits: failed };

function row(id: string): Row {
  const found = ROWS[id];
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

/** As when the hour of the stop has passed. */
async function letGo(one: AnsweredWorld): Promise<void> {
  await world.owner.orm
    .update(actionPaces)
    .set({ stoppedUntil: null })
    .where(eq(actionPaces.accountId, one.sender.accountId));
}

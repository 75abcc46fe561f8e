import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { incidentSuite } from '@/db/testing/incident-suite';
import type { IncidentSender } from '@/db/testing/incident-world';
import { createIncidentSender, nextSlotOf } from '@/db/testing/incident-world';
import { noteFailedRun } from '@/inngest/functions/note-failed-run';
import { explainAccount } from '../accounts/explain-account';
import { pauseAccount } from '../accounts/pause-account';
import { resumeAccount } from '../accounts/resume-account';
import { today } from '../accounts/today';
import { sendNext } from '../sends/send-next';

const world = incidentSuite();
const later = (date: Date, minutes: number) => new Date(date.getTime() + minutes * 60_000);
const renamed = (from: string, to: string) =>
  world.owner.orm.execute(sql.raw(`alter function ${from} rename to ${to}`));

async function turn(sender: IncidentSender, now: Date) {
  const ctx = await world.at(now);
  return sendNext(ctx, { accountId: sender.accountId, later: async () => ctx });
}

const explained = async (sender: IncidentSender, now: Date) =>
  explainAccount(await world.at(now), { id: sender.accountId });

/** A sender whose second turn is at the answered moment, with the slot stored as the engine stores it. */
async function senderAtWork(): Promise<{ sender: IncidentSender; slotAt: Date }> {
  const sender = await createIncidentSender(world, { people: 3 });
  const next = await turn(sender, await nextSlotOf(world, sender));
  if (next.kind !== 'slot') throw new Error('the day has ended');
  return { sender, slotAt: next.at };
}

test('a function of the ledger that raises stops the account, and its page says that the engine fails and since when', async () => {
  const { sender, slotAt } = await senderAtWork();
  expect((await explained(sender, slotAt)).verdict).toBe('sending');
  await renamed('send_gate', 'send_gate_gone');
  try {
    const before = (await world.ledger(sender)).length;
    const failure = await turn(sender, slotAt).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect((await world.ledger(sender)).length).toBe(before);
    const told = { data: { event: { data: { workspaceId: world.workspaceId, accountId: sender.accountId } } } };
    await noteFailedRun('run-sending-day', 'accountId')({ event: told, error: failure as Error });

    const soon = await explained(sender, later(slotAt, 4));
    expect(soon.verdict).toBe('sending');
    const answer = await explained(sender, later(slotAt, 6));
    expect(answer).toMatchObject({
      verdict: 'unknown',
      next: null,
      primary: { code: 'fail_closed_engine', since: slotAt.toISOString() },
    });
    expect(answer.headline).toContain('last turn for this account failed');
    const entries = (await today(await world.at(later(slotAt, 6)))).accounts;
    expect(entries.find(({ account }) => account.id === sender.accountId)?.verdict).toBe('unknown');
  } finally {
    await renamed('send_gate_gone', 'send_gate');
  }
  await turn(sender, later(slotAt, 7));
  expect((await explained(sender, later(slotAt, 7))).verdict).toBe('sending');
});

test('an engine that does not come round is named, and an account that was let on again has time for its turn', async () => {
  const { sender, slotAt } = await senderAtWork();
  // Health is another layer, and older by then: what is told of the engine stands beside it.
  const engine = async (minutes: number) => {
    const { primary, also } = await explained(sender, later(slotAt, minutes));
    return [primary, ...also].find(({ code }) => code === 'fail_closed_engine');
  };
  expect(await engine(60)).toMatchObject({
    since: slotAt.toISOString(),
    text: expect.stringContaining('has not come round'),
  });
  await pauseAccount(await world.at(later(slotAt, 60)), { id: sender.accountId, reason: 'a look' });
  await resumeAccount(await world.at(later(slotAt, 70)), { id: sender.accountId });
  expect(await engine(74)).toBeUndefined();
  expect(await engine(76)).toMatchObject({ since: later(slotAt, 70).toISOString() });
});

test('after the hours nobody waits for a turn', async () => {
  const { sender } = await senderAtWork();
  const evening = new Date('2026-03-04T19:00:00Z');
  expect((await explained(sender, evening)).primary.code).toBe('outside_hours');
});

import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolments } from '@/db/schema/enrolments';
import { sends } from '@/db/schema/sends';
import { steps } from '@/db/schema/steps';
import { openAnswered, refusal, sendOne } from '@/db/testing/answered';
import type { IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, openIncidentWorld, runDay } from '@/db/testing/incident-world';
import { mismatches, WEDNESDAY } from '@/db/testing/send-world';
import type { NotePolicy } from '../../domain/campaigns/constants';
import type { WriteResult } from '../../providers/port';
import { getSteps } from '../campaigns/get-steps';
import { putSteps } from '../campaigns/put-steps';
import { wakeEnrolments } from '../sweeps/wake-enrolments';

let world: IncidentWorld;
beforeAll(async () => {
  world = await openIncidentWorld();
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const peopleOf = (accountId: string) =>
  world.owner.orm.select().from(enrolments).where(eq(enrolments.accountId, accountId));
const sentOf = (accountId: string) => world.owner.orm.select().from(sends).where(eq(sends.accountId, accountId));
const invitesOf = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'invite').map((line) => line.note);
const setNote = (stepId: string, notePolicy: NotePolicy | null) =>
  world.owner.orm.update(steps).set({ note: 'Hello', notePolicy }).where(eq(steps.id, stepId));

/** Two people whose invite has a note, on an account that has `notes` left this month. */
async function withNotes(notes: number, policy: NotePolicy | null, until?: Date): Promise<IncidentSender> {
  const sender = await createIncidentSender(world, { people: 2, caps: { 'invite_note.month': notes } });
  await setNote(sender.stepId, policy);
  await runDay(world, sender, WEDNESDAY, until === undefined ? {} : { until });
  return sender;
}

describe('when the notes of the month are used up', () => {
  it('without: invites go out without a note, and no more notes than the cap reach the provider', async () => {
    const sender = await withNotes(1, 'without');
    expect((await invitesOf(sender)).toSorted()).toEqual([false, true]);
    const paid = (await sentOf(sender.accountId)).map((row) => row.kept.includes('invite_note.month'));
    expect(paid.toSorted()).toEqual([false, true]);
  }, 120_000);

  it('skip: the person is skipped with the reason, and nothing is called', async () => {
    const sender = await withNotes(0, 'skip');
    expect(await invitesOf(sender)).toEqual([]);
    for (const row of await peopleOf(sender.accountId))
      expect(row).toMatchObject({ state: 'skipped', reason: 'no_notes_left', active: false });
  }, 120_000);

  it.each(['wait', null] as const)(
    '%s: the person waits, and nothing is called',
    async (policy) => {
      const sender = await withNotes(0, policy);
      expect(await invitesOf(sender)).toEqual([]);
      for (const row of await peopleOf(sender.accountId))
        expect(row).toMatchObject({ state: 'parked', reason: 'no_notes_left', active: true });
    },
    120_000,
  );

  it('whoever waits goes on without a note once the step says so', async () => {
    const noon = new Date('2026-03-04T12:00:00Z');
    const sender = await withNotes(0, 'wait', noon);
    const ctx = await world.at(noon);
    const tree = await getSteps(ctx, { id: sender.campaignId });
    await putSteps(ctx, {
      id: sender.campaignId,
      steps: tree.map((step) => ({ ...step, ...(step.kind === 'invite' ? { notePolicy: 'without' } : {}) })),
    });
    expect((await getSteps(ctx, { id: sender.campaignId }))[0]).toMatchObject({ note: 'Hello', notePolicy: 'without' });
    await wakeEnrolments(ctx);
    await runDay(world, sender, ctx.now);
    expect(await invitesOf(sender)).toEqual([false, false]);
  }, 120_000);
});

describe('when LinkedIn refuses a note', () => {
  async function refusedNotes(policy: NotePolicy | null) {
    const notes: (string | null)[] = [];
    const invite = async (_: string, { note }: { note: string | null }): Promise<WriteResult> => {
      notes.push(note);
      const answer =
        note === null ? ({ kind: 'accepted', providerRef: `i${notes.length}` } as const) : refusal('note_not_allowed');
      return { answer, headers: {} };
    };
    const one = await openAnswered(world, {
      action: 'invite',
      result: { answer: refusal('note_not_allowed') },
      note: 'Hello',
      change: { invite },
    });
    await setNote(one.sender.stepId, policy);
    await world.at(WEDNESDAY);
    return { one, notes };
  }

  it('without: the same person is invited without a note, and nobody after is asked with one', async () => {
    const { one, notes } = await refusedNotes('without');
    expect(await sendOne(one)).toBe('rejected');
    expect(await sendOne(one)).toBe('sent');
    expect(await sendOne(one)).toBe('sent');
    expect(notes).toEqual(['Hello', null, null]);
  });

  it('skip: the person is skipped', async () => {
    const { one, notes } = await refusedNotes('skip');
    expect(await sendOne(one)).toBe('rejected');
    const skipped = (await peopleOf(one.sender.accountId)).filter((row) => row.state === 'skipped');
    expect(skipped).toMatchObject([{ reason: 'no_notes_left' }]);
    expect(notes).toEqual(['Hello']);
  });

  it('an invite that had no note is not asked again without one', async () => {
    const { one, notes } = await refusedNotes('without');
    const always = async (_: string, { note }: { note: string | null }): Promise<WriteResult> => {
      notes.push(note);
      return { answer: refusal('note_not_allowed'), headers: {} };
    };
    const stubborn = { ...one, ctx: { ...one.ctx, provider: { ...one.ctx.provider, invite: always } } };
    for (let turn = 0; turn < 6; turn += 1) await sendOne(stubborn);
    expect(notes.filter((note) => note === null)).toHaveLength(2);
    expect(notes.filter((note) => note !== null)).toHaveLength(1);
  });
});

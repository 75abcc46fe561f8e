import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enrolments } from '@/db/schema/enrolments';
import { invitations } from '@/db/schema/invitations';
import { sends } from '@/db/schema/sends';
import { steps } from '@/db/schema/steps';
import type { IncidentPerson, IncidentSender, IncidentWorld } from '@/db/testing/incident-world';
import { createIncidentSender, openIncidentWorld } from '@/db/testing/incident-world';
import { mismatches, WEDNESDAY } from '@/db/testing/send-world';
import type { BudgetKey } from '../../domain/limits/constants';
import type { ProviderPort } from '../../providers/port';
import { pauseAccount } from '../accounts/pause-account';
import type { ServiceContext } from '../context';
import { putStop } from '../controls/put-stop';
import { acceptRelation } from '../enrolments/accept-relation';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { decideHeld } from '../held/decide-held';
import { sweepReservations } from '../sweeps/sweep-reservations';
import { withUnit } from '../with-unit';
import { accountsToWithdraw } from './accounts-to-withdraw';
import { askWithdrawal } from './ask-withdrawal';
import { beginWithdrawals } from './begin-withdrawals';
import { lookForPending } from './look-for-pending';
import { reconcileWithdrawals } from './reconcile-withdrawals';
import { withdrawNext } from './withdraw-next';

let world: IncidentWorld;
beforeAll(async () => {
  world = await openIncidentWorld();
  // Nobody accepts by themselves: who does, and when, is each test's own business.
  await world.simulator.call('POST', '/_sim/config', { acceptance: 0 });
}, 60_000);
afterAll(async () => {
  expect([...(await mismatches(world))]).toEqual([]);
  await world?.close();
});

const NOON = new Date('2026-03-04T11:00:00Z');
const after = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const OLD = new Date('2026-01-20T10:00:00Z');

/** A sender whose campaign invited everybody 43 days ago by our rows, and waited for them in vain; the provider lists them all. */
async function invited(people: number, caps: Partial<Record<BudgetKey, number>> = {}): Promise<IncidentSender> {
  const sender = await createIncidentSender(world, { people, caps });
  const { provider } = await world.at(WEDNESDAY);
  const { workspaceId } = world;
  const { accountId, campaignId, stepId } = sender;
  const wait = { id: `${stepId}w`, kind: 'wait_accepted' as const, timeoutDays: 21, parentId: null, position: 1 };
  await world.owner.orm.insert(steps).values({ ...wait, workspaceId, campaignId, branch: 'main' });
  for (const { id: enrolmentId, prospectId, providerUserId } of sender.people) {
    const { answer } = await provider.invite(sender.providerAccountId, { providerUserId, note: null });
    if (answer.kind !== 'accepted') throw new Error('the simulator takes no invitation');
    const sendId = `snd_${enrolmentId}`;
    const known = { workspaceId, accountId, campaignId, enrolmentId, stepKey: stepId, prospectId, at: OLD, fence: 'f' };
    const send = { ...known, action: 'invite' as const, origin: 'engine' as const, spent: true, budgets: [], kept: [] };
    await world.owner.orm.insert(sends).values({ ...send, id: sendId, state: 'reserved' });
    for (const state of ['dispatching', 'sent'] as const)
      await world.owner.orm.update(sends).set({ state }).where(eq(sends.id, sendId));
    const invitation = { workspaceId, accountId, prospectId, sendId, sentAt: OLD, state: 'pending' as const };
    const providerRequestId = answer.providerRef;
    await world.owner.orm.insert(invitations).values({ ...invitation, id: `inv_${enrolmentId}`, providerRequestId });
  }
  await world.owner.orm
    .update(enrolments)
    .set({ state: 'done', reason: 'sequence_finished', active: false, dueAt: null, action: null, stepId: wait.id })
    .where(eq(enrolments.accountId, accountId));
  return sender;
}

const rowsOf = (sender: IncidentSender) =>
  world.owner.orm
    .select()
    .from(invitations)
    .where(eq(invitations.accountId, sender.accountId))
    .orderBy(invitations.sentAt, invitations.id);
const statesOf = async (sender: IncidentSender) => (await rowsOf(sender)).map((row) => row.state).sort();
const idOf = async (sender: IncidentSender, person: IncidentPerson | undefined) =>
  (await rowsOf(sender)).find((row) => row.prospectId === person?.prospectId)?.id ?? '';
const withdrawalsOf = (sender: IncidentSender) =>
  world.owner.orm
    .select()
    .from(sends)
    .where(and(eq(sends.accountId, sender.accountId), eq(sends.action, 'withdraw')))
    .orderBy(sends.at);
async function personOf(person: IncidentPerson | undefined) {
  const [row] = await world.owner.orm
    .select()
    .from(enrolments)
    .where(eq(enrolments.id, person?.id ?? ''));
  if (row === undefined) throw new Error('no enrolment');
  return row;
}
/** What the provider was asked, by its own record. */
const askedOf = async (sender: IncidentSender) =>
  (await world.ledger(sender)).filter((line) => line.action === 'withdraw').map((line) => line.outcome);

async function healthy(sender: IncidentSender, now: Date, change: Partial<ProviderPort> = {}): Promise<ServiceContext> {
  const ctx = await world.at(now, change);
  await withUnit(ctx, (unit) => unit.updateAccount(sender.accountId, { healthCheckedAt: now }));
  return ctx;
}

/** One turn at `now` over the given invitations, all of the account's by default. */
async function turn(
  sender: IncidentSender,
  now = NOON,
  given: { ids?: string[]; change?: Partial<ProviderPort> } = {},
) {
  const ctx = await healthy(sender, now, given.change);
  const ids = given.ids ?? (await rowsOf(sender)).map((row) => row.id);
  return withdrawNext(ctx, { accountId: sender.accountId, ids, later: async () => ctx });
}

/** Works off the rest of the account's withdrawals of the day from `now`, as a run does. */
async function workOff(sender: IncidentSender, from = NOON): Promise<string[]> {
  const did: string[] = [];
  let now = from;
  for (let n = 0; n < 40; n += 1) {
    const next = await turn(sender, now);
    did.push(next.did);
    if (next.kind === 'end') return did;
    expect(next.at.getTime()).toBeGreaterThanOrEqual(now.getTime() + 20_000);
    now = next.at;
  }
  throw new Error('the withdrawals did not end');
}

describe('an old invitation of a step', () => {
  it('is found, looked for and withdrawn once, whatever comes twice; a young and a hand-sent one are left alone', async () => {
    const sender = await invited(4);
    const [young, byHand, ...stale] = sender.people;
    await world.owner.orm
      .update(invitations)
      .set({ sentAt: WEDNESDAY })
      .where(eq(invitations.id, await idOf(sender, young)));
    await world.owner.orm
      .update(invitations)
      .set({ sendId: null })
      .where(eq(invitations.id, await idOf(sender, byHand)));
    const ctx = await healthy(sender, NOON);
    expect(await accountsToWithdraw(ctx)).toContain(sender.accountId);
    expect(await beginWithdrawals(ctx, { accountId: sender.accountId })).toMatchObject({ kind: 'open' });
    const look = await lookForPending(ctx, { accountId: sender.accountId });
    expect(look.ids.sort()).toEqual([await idOf(sender, stale[0]), await idOf(sender, stale[1])].sort());
    // Announced again, nobody looks a second time today.
    expect(await accountsToWithdraw(ctx)).not.toContain(sender.accountId);
    expect(await lookForPending(ctx, { accountId: sender.accountId })).toMatchObject({ ids: [] });
    // Four workers, each with a step that is run twice, on two invitations.
    const turns = await Promise.all([1, 2, 3, 4].map(() => turn(sender, NOON, { ids: look.ids })));
    expect(turns.filter((one) => one.did === 'sent').length).toBeGreaterThanOrEqual(1);
    await workOff(sender, after(5));
    await workOff(sender, after(30));
    expect(await askedOf(sender)).toEqual(['accepted', 'accepted']);
    expect(await statesOf(sender)).toEqual(['pending', 'pending', 'withdrawn', 'withdrawn']);
    const rows = await withdrawalsOf(sender);
    expect(rows.map((row) => [row.state, row.origin, row.campaignId])).toEqual(
      Array(2).fill(['sent', 'engine', sender.campaignId]),
    );
    expect(rows[0]?.kept.toSorted()).toEqual(['attempt.withdraw.day', 'withdraw.day']);
  }, 120_000);

  it('is left alone when it is accepted before the call, by whoever notices first', async () => {
    const sender = await invited(3);
    const [one, two, three] = sender.people;
    const accept = async (ctx: ServiceContext, person: IncidentPerson | undefined) =>
      withUnit(ctx, (unit) =>
        acceptRelation(unit, ctx, {
          ...{ accountId: sender.accountId, prospectId: person?.prospectId ?? '' },
          ...{ providerUserId: person?.providerUserId ?? '', at: ctx.now },
        }),
      );
    const ctx = await healthy(sender, NOON);
    // Between the look and the turn.
    await accept(ctx, one);
    expect(await turn(sender, NOON, { ids: [await idOf(sender, one)] })).toMatchObject({ reason: 'nothing_left' });
    // Between the reservation and the dispatch: the slot comes back.
    let asked = 0;
    const later = async () => {
      asked += 1;
      if (asked === 2) await accept(ctx, two);
      return ctx;
    };
    const ids = [await idOf(sender, two)];
    expect(await withdrawNext(ctx, { accountId: sender.accountId, ids, later })).toMatchObject({
      did: 'invitation_closed',
    });
    expect(await withdrawalsOf(sender)).toMatchObject([{ state: 'released', kept: [] }]);
    // At the provider only, whose news is late: what its list does not show is not withdrawn, and its person has accepted.
    const relations: ProviderPort['listRelations'] = async () => ({
      ok: true,
      value: { items: [{ providerUserId: three?.providerUserId ?? '', slug: null, since: NOON }], next: null },
      headers: {},
    });
    const noList: ProviderPort['listSentInvitations'] = async () => ({
      ok: true,
      value: { items: [], next: null },
      headers: {},
    });
    const blind = await healthy(sender, NOON, { listRelations: relations, listSentInvitations: noList });
    expect(await lookForPending(blind, { accountId: sender.accountId })).toMatchObject({ ids: [], ended: 1 });
    expect(await statesOf(sender)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await askedOf(sender)).toEqual([]);
  }, 120_000);

  it('that the provider knows no more is refused once, is not called withdrawn, and waits for the next look', async () => {
    const sender = await invited(1);
    const row = (await rowsOf(sender))[0];
    const ctx = await healthy(sender, NOON);
    const { ids } = await lookForPending(ctx, { accountId: sender.accountId });
    // Somebody withdraws it by hand at the provider.
    await ctx.provider.withdraw(sender.providerAccountId, row?.providerRequestId ?? '');
    expect(await turn(sender, after(1), { ids })).toMatchObject({ did: 'rejected' });
    expect(await turn(sender, after(20), { ids })).toMatchObject({ reason: 'nothing_left' });
    expect(await statesOf(sender)).toEqual(['pending']);
    expect(await askedOf(sender)).toEqual(['accepted', 'refused']);
    const tomorrow = await healthy(sender, after(24 * 60));
    expect(await lookForPending(tomorrow, { accountId: sender.accountId })).toMatchObject({ ids: [], ended: 1 });
    expect(await statesOf(sender)).toEqual(['gone']);
  }, 120_000);
});

describe('the withdrawals of a day', () => {
  it('never pass their cap', async () => {
    const sender = await invited(4, { 'withdraw.day': 2 });
    expect((await workOff(sender)).slice(-1)).toEqual(['withdraw.day']);
    expect(await askedOf(sender)).toEqual(['accepted', 'accepted']);
    expect(await statesOf(sender)).toEqual(['pending', 'pending', 'withdrawn', 'withdrawn']);
  }, 120_000);

  it('are none during a stop of the workspace, the action, the account or the campaign, nor outside the hours', async () => {
    const sender = await invited(1);
    const ctx = await healthy(sender, NOON);
    const ids = (await rowsOf(sender)).map((row) => row.id);
    for (const stop of [
      { scope: 'workspace' as const },
      { scope: 'action' as const, action: 'withdraw' as const },
      { scope: 'account' as const, id: sender.accountId },
      { scope: 'campaign' as const, id: sender.campaignId },
    ]) {
      await putStop(ctx, stop);
      expect(await turn(sender, NOON, { ids }), stop.scope).toMatchObject({ kind: 'slot', did: 'control_stop' });
      await world.owner.orm.execute(sql`update controls set ended_at = ${NOON.toISOString()}::timestamptz`);
    }
    await world.owner.orm.execute(sql`update campaigns set state = 'paused' where id = ${sender.campaignId}`);
    expect(await turn(sender, NOON, { ids })).toMatchObject({ reason: 'nothing_left' });
    await world.owner.orm.execute(sql`update campaigns set state = 'completed' where id = ${sender.campaignId}`);
    const night = new Date('2026-03-04T20:00:00Z');
    expect(await turn(sender, night, { ids })).toMatchObject({ kind: 'end', reason: 'day_over', did: 'outside_hours' });
    await pauseAccount(await healthy(sender, NOON), { id: sender.accountId, reason: 'a test' });
    expect(await turn(sender, NOON, { ids })).toMatchObject({ kind: 'end', reason: 'account_paused' });
    expect(await accountsToWithdraw(await healthy(sender, NOON))).not.toContain(sender.accountId);
    expect(await askedOf(sender)).toEqual([]);
  }, 120_000);
});

describe('a crash between the call and its settlement', () => {
  /** The provider acts, or does not, and the process ends before it can write what came of it. */
  async function crashed(acts: boolean): Promise<{ sender: IncidentSender; row: { id: string; state: string } }> {
    const sender = await invited(1);
    const { provider } = await healthy(sender, NOON);
    const withdraw: ProviderPort['withdraw'] = async (accountId, requestId) => {
      if (acts) await provider.withdraw(accountId, requestId);
      throw new Error('the process ended');
    };
    await expect(turn(sender, NOON, { change: { withdraw } })).rejects.toThrow('the process ended');
    expect(await withdrawalsOf(sender)).toMatchObject([{ state: 'dispatching' }]);
    // Its deadline is wall time: a minute that nobody waits for here.
    await world.owner.orm.execute(
      sql`update sends set deadline_at = clock_timestamp() - interval '1 second' where account_id = ${sender.accountId} and state = 'dispatching'`,
    );
    await sweepReservations(await healthy(sender, after(2)));
    const [row] = await withdrawalsOf(sender);
    expect(row).toMatchObject({ state: 'unknown', spent: true });
    for (const minutes of [3, 70, 90])
      expect(await turn(sender, after(minutes))).toMatchObject({ reason: 'nothing_left' });
    expect(await statesOf(sender)).toEqual(['pending']);
    return { sender, row: { id: row?.id ?? '', state: row?.state ?? '' } };
  }

  it('leaves an unknown outcome and never a second call; the profile’s word settles it', async () => {
    const { sender } = await crashed(true);
    await reconcileWithdrawals(await healthy(sender, after(100)));
    expect(await withdrawalsOf(sender)).toMatchObject([{ state: 'sent', answer: { code: 'reconciled' } }]);
    expect(await statesOf(sender)).toEqual(['withdrawn']);
    expect(await askedOf(sender)).toEqual(['accepted']);
  }, 120_000);

  it('without evidence is held after a day, and what a person decides is final', async () => {
    const { sender, row } = await crashed(false);
    await reconcileWithdrawals(await healthy(sender, after(100)));
    expect(await withdrawalsOf(sender)).toMatchObject([{ state: 'unknown' }]);
    const tomorrow = await healthy(sender, after(25 * 60));
    await reconcileWithdrawals(tomorrow);
    expect(await withdrawalsOf(sender)).toMatchObject([{ state: 'held' }]);
    await decideHeld(tomorrow, { id: row.id, outcome: 'closed' });
    expect(await statesOf(sender)).toEqual(['pending']);
    expect(await accountsToWithdraw(tomorrow)).not.toContain(sender.accountId);
    expect(await askedOf(sender)).toEqual([]);
    // Whoever asks for it again gets a row of its own.
    const [invitation] = await rowsOf(sender);
    const asked = await askWithdrawal(await healthy(sender, after(25 * 60 + 1)), { id: invitation?.id ?? '' });
    expect(asked.withdrawal).toMatchObject({ state: 'closed', askedAt: after(25 * 60 + 1).toISOString() });
  }, 120_000);
});

describe('a withdrawal that somebody asks for', () => {
  it('is the next of the account, at any age, and takes whoever waited for the acceptance on, with the reason', async () => {
    const sender = await invited(2);
    const [person] = sender.people;
    const id = await idOf(sender, person);
    await world.owner.orm.update(invitations).set({ sentAt: WEDNESDAY, sendId: null }).where(eq(invitations.id, id));
    await world.owner.orm
      .update(enrolments)
      .set({ state: 'waiting', active: true, stepId: `${sender.stepId}w`, wakeAt: after(20 * 24 * 60) })
      .where(eq(enrolments.id, person?.id ?? ''));
    const ctx = await healthy(sender, NOON);
    const asked = await askWithdrawal(ctx, { id });
    expect(asked).toMatchObject({ state: 'pending', withdrawal: { state: 'due', askedAt: NOON.toISOString() } });
    expect(await askWithdrawal(await healthy(sender, after(1)), { id })).toEqual(asked);
    const { ids } = await lookForPending(await healthy(sender, after(1)), { accountId: sender.accountId });
    expect(ids).toHaveLength(2);
    expect(await turn(sender, after(1), { ids })).toMatchObject({ did: 'sent' });
    const row = (await rowsOf(sender)).find((one) => one.id === id);
    expect(row).toMatchObject({ state: 'withdrawn', withdrawnAt: after(1), withdrawAskedBy: world.ownerId });
    const [enrolment] = await world.owner.orm
      .select()
      .from(enrolments)
      .where(eq(enrolments.id, person?.id ?? ''));
    expect(enrolment).toMatchObject({ active: false, state: 'done', reason: 'invitation_withdrawn' });
    expect((await askWithdrawal(ctx, { id })).withdrawal).toMatchObject({ state: 'sent' });
    // Taken up again, the person is not invited for three weeks.
    const again = { ...(await personOf(person)), active: true, stepId: sender.stepId };
    const tomorrow = await healthy(sender, after(24 * 60));
    await withUnit(tomorrow, (unit) => planEnrolment(unit, tomorrow, { enrolment: again, outcome: 'here' }));
    const reinviteAt = new Date(after(1).getTime() + 21 * 24 * 3_600_000);
    expect(await personOf(person)).toMatchObject({ reason: 'withdrawn_lately', dueAt: null, wakeAt: reinviteAt });
  }, 120_000);

  it('is refused for one that was accepted, and for a person who replied', async () => {
    const sender = await invited(2);
    const [accepted, replied] = sender.people;
    const ctx = await healthy(sender, NOON);
    const acceptedId = await idOf(sender, accepted);
    await world.owner.orm.update(invitations).set({ state: 'accepted' }).where(eq(invitations.id, acceptedId));
    await world.owner.orm.execute(
      sql`update prospects set replied_at = ${NOON.toISOString()}::timestamptz where id = ${replied?.prospectId ?? ''}`,
    );
    await expect(askWithdrawal(ctx, { id: acceptedId })).rejects.toThrow('was accepted');
    await expect(askWithdrawal(ctx, { id: await idOf(sender, replied) })).rejects.toThrow('replied');
    expect(await turn(sender, NOON)).toMatchObject({ reason: 'nothing_left' });
  }, 120_000);
});

it('the database lets nobody call an invitation withdrawn without its send, nor undo an acceptance', async () => {
  const sender = await invited(1);
  const [row] = await rowsOf(sender);
  const set = (state: string) =>
    world.owner.orm.execute(
      sql`update invitations set state = ${state}, withdrawn_at = ${NOON.toISOString()}::timestamptz where id = ${row?.id ?? ''}`,
    );
  await expect(set('withdrawn')).rejects.toThrow();
  await set('accepted');
  await expect(set('pending')).rejects.toThrow();
  expect(await statesOf(sender)).toEqual(['accepted']);
}, 60_000);

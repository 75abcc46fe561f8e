import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { enrolments } from '@/db/schema/enrolments';
import { invitations } from '@/db/schema/invitations';
import { incidentSuite } from '@/db/testing/incident-suite';
import type { IncidentSender } from '@/db/testing/incident-world';
import { WEDNESDAY } from '@/db/testing/send-world';
import {
  after,
  askedOf,
  healthy,
  idOf,
  invited,
  NOON,
  personOf,
  rowsOf,
  statesOf,
  turn,
  withdrawalsOf,
} from '@/db/testing/withdrawal-world';
import type { ProviderPort } from '../../providers/port';
import { planEnrolment } from '../enrolments/plan-enrolment';
import { decideHeld } from '../held/decide-held';
import { sweepReservations } from '../sweeps/sweep-reservations';
import { withUnit } from '../with-unit';
import { accountsToWithdraw } from './accounts-to-withdraw';
import { askWithdrawal } from './ask-withdrawal';
import { lookForPending } from './look-for-pending';
import { reconcileWithdrawals } from './reconcile-withdrawals';

// Nobody accepts by themselves: who does, and when, is each test’s own business.
const world = incidentSuite({ acceptance: 0 });

describe('a crash between the call and its settlement', () => {
  /** The provider acts, or does not, and the process ends before it can write what came of it. */
  async function crashed(acts: boolean): Promise<{ sender: IncidentSender; row: { id: string; state: string } }> {
    const sender = await invited(world, 1);
    const { provider } = await healthy(world, sender, NOON);
    const withdraw: ProviderPort['withdraw'] = async (accountId, requestId) => {
      if (acts) await provider.withdraw(accountId, requestId);
      throw new Error('the process ended');
    };
    await expect(turn(world, sender, NOON, { change: { withdraw } })).rejects.toThrow('the process ended');
    expect(await withdrawalsOf(world, sender)).toMatchObject([{ state: 'dispatching' }]);
    // Its deadline is wall time: a minute that nobody waits for here.
    await world.owner.orm.execute(
      sql`update sends set deadline_at = clock_timestamp() - interval '1 second' where account_id = ${sender.accountId} and state = 'dispatching'`,
    );
    await sweepReservations(await healthy(world, sender, after(2)));
    const [row] = await withdrawalsOf(world, sender);
    expect(row).toMatchObject({ state: 'unknown', spent: true });
    for (const minutes of [3, 70, 90])
      expect(await turn(world, sender, after(minutes))).toMatchObject({ reason: 'nothing_left' });
    expect(await statesOf(world, sender)).toEqual(['pending']);
    return { sender, row: { id: row?.id ?? '', state: row?.state ?? '' } };
  }

  it('leaves an unknown outcome and never a second call; the profile’s word settles it', async () => {
    const { sender } = await crashed(true);
    await reconcileWithdrawals(await healthy(world, sender, after(100)));
    expect(await withdrawalsOf(world, sender)).toMatchObject([{ state: 'sent', answer: { code: 'reconciled' } }]);
    expect(await statesOf(world, sender)).toEqual(['withdrawn']);
    expect(await askedOf(world, sender)).toEqual(['accepted']);
  }, 120_000);

  it('without evidence is held after a day, and what a person decides is final', async () => {
    const { sender, row } = await crashed(false);
    await reconcileWithdrawals(await healthy(world, sender, after(100)));
    expect(await withdrawalsOf(world, sender)).toMatchObject([{ state: 'unknown' }]);
    const tomorrow = await healthy(world, sender, after(25 * 60));
    await reconcileWithdrawals(tomorrow);
    expect(await withdrawalsOf(world, sender)).toMatchObject([{ state: 'held' }]);
    await decideHeld(tomorrow, { id: row.id, outcome: 'closed' });
    expect(await statesOf(world, sender)).toEqual(['pending']);
    expect(await accountsToWithdraw(tomorrow)).not.toContain(sender.accountId);
    expect(await askedOf(world, sender)).toEqual([]);
    // Whoever asks for it again gets a row of its own.
    const [invitation] = await rowsOf(world, sender);
    const asked = await askWithdrawal(await healthy(world, sender, after(25 * 60 + 1)), { id: invitation?.id ?? '' });
    expect(asked.withdrawal).toMatchObject({ state: 'closed', askedAt: after(25 * 60 + 1).toISOString() });
  }, 120_000);
});

describe('a withdrawal that somebody asks for', () => {
  it('is the next of the account, at any age, and takes whoever waited for the acceptance on, with the reason', async () => {
    const sender = await invited(world, 2);
    const [person] = sender.people;
    const id = await idOf(world, sender, person);
    await world.owner.orm.update(invitations).set({ sentAt: WEDNESDAY, sendId: null }).where(eq(invitations.id, id));
    await world.owner.orm
      .update(enrolments)
      .set({ state: 'waiting', active: true, stepId: `${sender.stepId}w`, wakeAt: after(20 * 24 * 60) })
      .where(eq(enrolments.id, person?.id ?? ''));
    const ctx = await healthy(world, sender, NOON);
    const asked = await askWithdrawal(ctx, { id });
    expect(asked).toMatchObject({ state: 'pending', withdrawal: { state: 'due', askedAt: NOON.toISOString() } });
    expect(await askWithdrawal(await healthy(world, sender, after(1)), { id })).toEqual(asked);
    const { ids } = await lookForPending(await healthy(world, sender, after(1)), { accountId: sender.accountId });
    expect(ids).toHaveLength(2);
    expect(await turn(world, sender, after(1), { ids })).toMatchObject({ did: 'sent' });
    const row = (await rowsOf(world, sender)).find((one) => one.id === id);
    expect(row).toMatchObject({ state: 'withdrawn', withdrawnAt: after(1), withdrawAskedBy: world.ownerId });
    const [enrolment] = await world.owner.orm
      .select()
      .from(enrolments)
      .where(eq(enrolments.id, person?.id ?? ''));
    expect(enrolment).toMatchObject({ active: false, state: 'done', reason: 'invitation_withdrawn' });
    expect((await askWithdrawal(ctx, { id })).withdrawal).toMatchObject({ state: 'sent' });
    // Taken up again, the person is not invited for three weeks.
    const again = { ...(await personOf(world, person)), active: true, stepId: sender.stepId };
    const tomorrow = await healthy(world, sender, after(24 * 60));
    await withUnit(tomorrow, (unit) => planEnrolment(unit, tomorrow, { enrolment: again, outcome: 'here' }));
    const reinviteAt = new Date(after(1).getTime() + 21 * 24 * 3_600_000);
    expect(await personOf(world, person)).toMatchObject({
      reason: 'withdrawn_lately',
      dueAt: null,
      wakeAt: reinviteAt,
    });
  }, 120_000);

  it('is refused for one that was accepted, and for a person who replied', async () => {
    const sender = await invited(world, 2);
    const [accepted, replied] = sender.people;
    const ctx = await healthy(world, sender, NOON);
    const acceptedId = await idOf(world, sender, accepted);
    await world.owner.orm.update(invitations).set({ state: 'accepted' }).where(eq(invitations.id, acceptedId));
    await world.owner.orm.execute(
      sql`update prospects set replied_at = ${NOON.toISOString()}::timestamptz where id = ${replied?.prospectId ?? ''}`,
    );
    await expect(askWithdrawal(ctx, { id: acceptedId })).rejects.toThrow('was accepted');
    await expect(askWithdrawal(ctx, { id: await idOf(world, sender, replied) })).rejects.toThrow('replied');
    expect(await turn(world, sender, NOON)).toMatchObject({ reason: 'nothing_left' });
  }, 120_000);
});

it('the database lets nobody call an invitation withdrawn without its send, nor undo an acceptance', async () => {
  const sender = await invited(world, 1);
  const [row] = await rowsOf(world, sender);
  const set = (state: string) =>
    world.owner.orm.execute(
      sql`update invitations set state = ${state}, withdrawn_at = ${NOON.toISOString()}::timestamptz where id = ${row?.id ?? ''}`,
    );
  await expect(set('withdrawn')).rejects.toThrow();
  await set('accepted');
  await expect(set('pending')).rejects.toThrow();
  expect(await statesOf(world, sender)).toEqual(['accepted']);
}, 60_000);

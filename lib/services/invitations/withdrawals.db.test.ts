import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { invitations } from '@/db/schema/invitations';
import { incidentSuite } from '@/db/testing/incident-suite';
import type { IncidentPerson } from '@/db/testing/incident-world';
import { WEDNESDAY } from '@/db/testing/send-world';
import {
  after,
  askedOf,
  healthy,
  idOf,
  invited,
  NOON,
  rowsOf,
  statesOf,
  turn,
  withdrawalsOf,
  workOff,
} from '@/db/testing/withdrawal-world';
import type { ProviderPort } from '../../providers/port';
import { pauseAccount } from '../accounts/pause-account';
import type { ServiceContext } from '../context';
import { putStop } from '../controls/put-stop';
import { acceptRelation } from '../enrolments/accept-relation';
import { withUnit } from '../with-unit';
import { accountsToWithdraw } from './accounts-to-withdraw';
import { beginWithdrawals } from './begin-withdrawals';
import { lookForPending } from './look-for-pending';
import { withdrawNext } from './withdraw-next';

// Nobody accepts by themselves: who does, and when, is each test’s own business.
const world = incidentSuite({ acceptance: 0 });

describe('an old invitation of a step', () => {
  it('is found, looked for and withdrawn once, whatever comes twice; a young and a hand-sent one are left alone', async () => {
    const sender = await invited(world, 4);
    const [young, byHand, ...stale] = sender.people;
    await world.owner.orm
      .update(invitations)
      .set({ sentAt: WEDNESDAY })
      .where(eq(invitations.id, await idOf(world, sender, young)));
    await world.owner.orm
      .update(invitations)
      .set({ sendId: null })
      .where(eq(invitations.id, await idOf(world, sender, byHand)));
    const ctx = await healthy(world, sender, NOON);
    expect(await accountsToWithdraw(ctx)).toContain(sender.accountId);
    expect(await beginWithdrawals(ctx, { accountId: sender.accountId })).toMatchObject({ kind: 'open' });
    const look = await lookForPending(ctx, { accountId: sender.accountId });
    expect(look.ids.sort()).toEqual([await idOf(world, sender, stale[0]), await idOf(world, sender, stale[1])].sort());
    // Announced again, nobody looks a second time today.
    expect(await accountsToWithdraw(ctx)).not.toContain(sender.accountId);
    expect(await lookForPending(ctx, { accountId: sender.accountId })).toMatchObject({ ids: [] });
    // Four workers, each with a step that is run twice, on two invitations.
    const turns = await Promise.all([1, 2, 3, 4].map(() => turn(world, sender, NOON, { ids: look.ids })));
    expect(turns.filter((one) => one.did === 'sent').length).toBeGreaterThanOrEqual(1);
    await workOff(world, sender, after(5));
    await workOff(world, sender, after(30));
    expect(await askedOf(world, sender)).toEqual(['accepted', 'accepted']);
    expect(await statesOf(world, sender)).toEqual(['pending', 'pending', 'withdrawn', 'withdrawn']);
    const rows = await withdrawalsOf(world, sender);
    expect(rows.map((row) => [row.state, row.origin, row.campaignId])).toEqual(
      Array(2).fill(['sent', 'engine', sender.campaignId]),
    );
    expect(rows[0]?.kept.toSorted()).toEqual(['attempt.withdraw.day', 'withdraw.day']);
  }, 120_000);

  it('is left alone when it is accepted before the call, by whoever notices first', async () => {
    const sender = await invited(world, 3);
    const [one, two, three] = sender.people;
    const accept = async (ctx: ServiceContext, person: IncidentPerson | undefined) =>
      withUnit(ctx, (unit) =>
        acceptRelation(unit, ctx, {
          ...{ accountId: sender.accountId, prospectId: person?.prospectId ?? '' },
          ...{ providerUserId: person?.providerUserId ?? '', at: ctx.now },
        }),
      );
    const ctx = await healthy(world, sender, NOON);
    // Between the look and the turn.
    await accept(ctx, one);
    expect(await turn(world, sender, NOON, { ids: [await idOf(world, sender, one)] })).toMatchObject({
      reason: 'nothing_left',
    });
    // Between the reservation and the dispatch: the slot comes back.
    let asked = 0;
    const later = async () => {
      asked += 1;
      if (asked === 2) await accept(ctx, two);
      return ctx;
    };
    const ids = [await idOf(world, sender, two)];
    expect(await withdrawNext(ctx, { accountId: sender.accountId, ids, later })).toMatchObject({
      did: 'invitation_closed',
    });
    expect(await withdrawalsOf(world, sender)).toMatchObject([{ state: 'released', kept: [] }]);
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
    const blind = await healthy(world, sender, NOON, { listRelations: relations, listSentInvitations: noList });
    expect(await lookForPending(blind, { accountId: sender.accountId })).toMatchObject({ ids: [], ended: 1 });
    expect(await statesOf(world, sender)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await askedOf(world, sender)).toEqual([]);
  }, 120_000);

  it('that the provider knows no more is refused once, is not called withdrawn, and waits for the next look', async () => {
    const sender = await invited(world, 1);
    const row = (await rowsOf(world, sender))[0];
    const ctx = await healthy(world, sender, NOON);
    const { ids } = await lookForPending(ctx, { accountId: sender.accountId });
    // Somebody withdraws it by hand at the provider.
    await ctx.provider.withdraw(sender.providerAccountId, row?.providerRequestId ?? '');
    expect(await turn(world, sender, after(1), { ids })).toMatchObject({ did: 'rejected' });
    expect(await turn(world, sender, after(20), { ids })).toMatchObject({ reason: 'nothing_left' });
    expect(await statesOf(world, sender)).toEqual(['pending']);
    expect(await askedOf(world, sender)).toEqual(['accepted', 'refused']);
    const tomorrow = await healthy(world, sender, after(24 * 60));
    expect(await lookForPending(tomorrow, { accountId: sender.accountId })).toMatchObject({ ids: [], ended: 1 });
    expect(await statesOf(world, sender)).toEqual(['gone']);
  }, 120_000);
});

describe('the withdrawals of a day', () => {
  it('never pass their cap', async () => {
    const sender = await invited(world, 4, { 'withdraw.day': 2 });
    expect((await workOff(world, sender)).slice(-1)).toEqual(['withdraw.day']);
    expect(await askedOf(world, sender)).toEqual(['accepted', 'accepted']);
    expect(await statesOf(world, sender)).toEqual(['pending', 'pending', 'withdrawn', 'withdrawn']);
  }, 120_000);

  it('are none during a stop of the workspace, the action, the account or the campaign, nor outside the hours', async () => {
    const sender = await invited(world, 1);
    const ctx = await healthy(world, sender, NOON);
    const ids = (await rowsOf(world, sender)).map((row) => row.id);
    for (const stop of [
      { scope: 'workspace' as const },
      { scope: 'action' as const, action: 'withdraw' as const },
      { scope: 'account' as const, id: sender.accountId },
      { scope: 'campaign' as const, id: sender.campaignId },
    ]) {
      await putStop(ctx, stop);
      expect(await turn(world, sender, NOON, { ids }), stop.scope).toMatchObject({ kind: 'slot', did: 'control_stop' });
      await world.owner.orm.execute(sql`update controls set ended_at = ${NOON.toISOString()}::timestamptz`);
    }
    await world.owner.orm.execute(sql`update campaigns set state = 'paused' where id = ${sender.campaignId}`);
    expect(await turn(world, sender, NOON, { ids })).toMatchObject({ reason: 'nothing_left' });
    await world.owner.orm.execute(sql`update campaigns set state = 'completed' where id = ${sender.campaignId}`);
    const night = new Date('2026-03-04T20:00:00Z');
    expect(await turn(world, sender, night, { ids })).toMatchObject({
      kind: 'end',
      reason: 'day_over',
      did: 'outside_hours',
    });
    await pauseAccount(await healthy(world, sender, NOON), { id: sender.accountId, reason: 'a test' });
    expect(await turn(world, sender, NOON, { ids })).toMatchObject({ kind: 'end', reason: 'account_paused' });
    expect(await accountsToWithdraw(await healthy(world, sender, NOON))).not.toContain(sender.accountId);
    expect(await askedOf(world, sender)).toEqual([]);
  }, 120_000);
});

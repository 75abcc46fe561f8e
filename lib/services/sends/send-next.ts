import type { AccountRow } from '../../../db/queries/sending-days';
import { actionSlots } from '../../domain/pacing/action-slots';
import { lookAgainAt } from '../../domain/pacing/look-again';
import { freshAccount } from '../accounts/fresh-account';
import type { ServiceContext } from '../context';
import { withUnit } from '../with-unit';
import { performSend } from './perform-send';
import { NOTHING_DUE, reserveNext } from './reserve-next';
import type { Situation } from './situation';
import { situationOf } from './situation';

/** The next moment to look, or the end of the account's day. */
export type NextSlot =
  | { kind: 'slot'; at: Date; did: string }
  | { kind: 'end'; reason: 'day_over' | 'account_state' | 'account_paused' };

/**
 * One turn of an account's sending day: wait, or pick, reserve, dispatch, call and settle one send, then say when to look
 * again (design.md §4). Woken early it waits; run twice it finds the ledger's row and sends nothing again.
 */
export async function sendNext(
  ctx: ServiceContext,
  input: { accountId: string; later: () => Promise<ServiceContext> },
): Promise<NextSlot> {
  const account = await freshAccount(ctx, input);
  if (account.state !== 'running') return { kind: 'end', reason: 'account_state' };
  if (account.pausedAt !== null) return { kind: 'end', reason: 'account_paused' };
  const situation = await withUnit(ctx, (unit) => situationOf(unit, ctx, account));
  if (situation === null) return { kind: 'end', reason: 'day_over' };
  const { ready } = actionSlots(situation.slots);
  // Nothing could go, so nothing has changed: what was just read says when to look again.
  if (ready.length === 0) return announceSlot(ctx, { account, did: 'waited', recheckAt: null, situation });
  const { later } = input;
  const reserved = await reserveNext(ctx, { account, later, ready, parkedCampaigns: situation.parkedCampaigns });
  if (reserved.kind !== 'reserved')
    return announceSlot(await later(), { account, did: reserved.reason, recheckAt: reserved.freeAt });
  const did = await performSend(ctx, { account, later, work: reserved.work, send: reserved.send });
  return announceSlot(await later(), { account, did, recheckAt: null });
}

/**
 * Computes the next slot from what is left now, stores it on the account for the screens, and answers it. Without a
 * `situation` it is read.
 */
async function announceSlot(
  ctx: ServiceContext,
  input: { account: AccountRow; did: string; recheckAt: Date | null; situation?: Situation },
): Promise<NextSlot> {
  const { account, did, recheckAt } = input;
  return withUnit(ctx, async (unit) => {
    const situation = input.situation ?? (await situationOf(unit, ctx, account));
    if (situation === null) return { kind: 'end', reason: 'day_over' };
    const lookAt = lookAgainAt({
      now: ctx.now,
      slots: actionSlots(situation.slots),
      did: did === 'sent' || did === NOTHING_DUE ? did : 'other',
      freeAt: recheckAt,
    });
    const at = lookAt < situation.endsAt ? lookAt : situation.endsAt;
    await unit.updateAccount(account.id, { nextSlotAt: at });
    return { kind: 'slot', at, did };
  });
}

import type { CapRoom } from '../../../db/queries/full-caps';
import type { Action } from '../../domain/limits/constants';
import type { ServiceContext } from '../context';
import type { StoreUnit } from './store';

/** What has no room now. */
export interface FullActions {
  /** Actions that are full in every campaign, with the first moment at which one frees up. */
  until: Map<Action, Date>;
  /** `action:campaign` pairs that are full. */
  campaigns: Set<string>;
}

/**
 * Reads which of an account's actions are full, so that a full cap is not asked again before the moment at which it frees
 * up. Counted at each look from the ledger's rows, it needs no notice of a raised cap or a slot given back: both are seen
 * at the next look. What never frees up has no room until `endsAt`, the end of the day.
 */
export async function fullActions(
  unit: StoreUnit,
  ctx: ServiceContext,
  input: { accountId: string; actions: readonly Action[]; endsAt: Date },
): Promise<FullActions> {
  const full: FullActions = { until: new Map(), campaigns: new Set() };
  if (input.actions.length === 0) return full;
  const rooms = await unit.fullCaps({ accountId: input.accountId, actions: input.actions, now: ctx.now });
  for (const action of input.actions) {
    const ofAction = rooms.filter((room) => room.action === action);
    const closed = ofAction.filter((room) => room.full);
    for (const room of closed) full.campaigns.add(`${action}:${room.campaignId}`);
    if (closed.length > 0 && closed.length === ofAction.length) full.until.set(action, firstOf(closed, input.endsAt));
  }
  return full;
}

function firstOf(rooms: readonly CapRoom[], endsAt: Date): Date {
  return new Date(Math.min(...rooms.map((room) => (room.freeAt ?? endsAt).getTime())));
}

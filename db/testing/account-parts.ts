import type { AccountState } from '../../lib/domain/accounts/constants';
import { DEFAULT_WORKING_HOURS } from '../../lib/domain/accounts/constants';
import { limitFor } from '../../lib/domain/limits/catalogue';
import type { BudgetKey, RampKind, Tier } from '../../lib/domain/limits/constants';
import { ACCOUNT_BUDGETS, ACTIONS, RAMP_KINDS } from '../../lib/domain/limits/constants';
import { budgetWindowOf, dayBounds, localDay } from '../../lib/domain/limits/windows';
import { openIntervals } from '../../lib/domain/pacing/working-hours';
import type { Tx } from '../client';
import { putBudget } from '../queries/sending-days';
import { rampDays } from '../schema/ramp-days';

export interface AccountOptions {
  workspaceId: string;
  ownerId: string;
  now: Date;
  name?: string;
  tier?: Tier;
  state?: AccountState;
  timeZone?: string | null;
  week?: number;
  weeks?: number;
  /** Caps that differ from the catalogue's defaults. */
  caps?: Partial<Record<BudgetKey, number>>;
  /** False leaves today's ramp row out, so that the account fails closed. */
  rampToday?: boolean;
  targets?: Partial<Record<RampKind, number>>;
}

/** Every budget of an account, with the catalogue's caps but for those that were asked for. */
export async function putBudgets(
  tx: Tx,
  input: AccountOptions & { id: string; tier: Tier; timeZone: string },
): Promise<void> {
  const caps = new Map<BudgetKey, number>([
    ...ACCOUNT_BUDGETS.map((key): [BudgetKey, number] => [key, limitFor(key, input.tier).default]),
    ...ACTIONS.map((action): [BudgetKey, number] => [
      `attempt.${action}.day`,
      limitFor(`attempt.${action}.day`, input.tier).default,
    ]),
    ...RAMP_KINDS.map((kind): [BudgetKey, number] => [`ramp.${kind}.day`, 80]),
  ]);
  for (const [key, normal] of caps) {
    const window = budgetWindowOf(key);
    const cap = input.caps?.[key] ?? normal;
    await putBudget(tx, {
      accountId: input.id,
      key,
      campaignId: '',
      anchor: window.anchor,
      widthMs: window.widthMs,
      timeZone: input.timeZone,
      cap,
      now: input.now,
      mayRaise: true,
    });
  }
}

/** Today's decision of the ramp, with the hours of the day. */
export async function createRampDay(tx: Tx, input: AccountOptions & { id: string; timeZone: string }): Promise<void> {
  const localDate = localDay(input.now, input.timeZone);
  const { start, end } = dayBounds(localDate, input.timeZone);
  const open = openIntervals(localDate, { timeZone: input.timeZone, workingHours: DEFAULT_WORKING_HOURS, daysOff: [] });
  await tx.insert(rampDays).values({
    workspaceId: input.workspaceId,
    accountId: input.id,
    localDate,
    week: input.week ?? 6,
    weeks: input.weeks ?? 6,
    decision: 'hold',
    reason: 'The ramp is complete.',
    inputs: {},
    caps: perKind((kind) => input.caps?.[`ramp.${kind}.day`] ?? 80),
    targets: perKind((kind) => input.targets?.[kind] ?? 40),
    timeZone: input.timeZone,
    openHours: `{${open.map((span) => `[${span.from.toISOString()},${span.to.toISOString()})`).join(',')}}`,
    startsAt: start,
    endsAt: end,
    madeAt: input.now,
  });
}

function perKind(value: (kind: RampKind) => number): Record<RampKind, number> {
  return {
    invite: value('invite'),
    message: value('message'),
    inmail: value('inmail'),
    profile_view: value('profile_view'),
    comment: value('comment'),
    reaction: value('reaction'),
  };
}

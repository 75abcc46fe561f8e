import type { Tx } from '../../../db/client';
import type { AccountRow, RampDayRow } from '../../../db/queries/sending-days';
import { rampFacts } from '../../../db/queries/sending-days';
import type { RampDecision } from '../../domain/ramp/decide-ramp';
import { decideRamp, RAMP_POLICY } from '../../domain/ramp/decide-ramp';
import type { ServiceContext } from '../context';

export interface DecidedDay {
  week: number;
  otherWeek: number;
  decision: RampDecision;
  reason: string;
  inputs: Record<string, unknown>;
  accountChange: { rampWeek: number; rampSteppedUpAt?: Date; rampSteppedBackAt?: Date };
}

/**
 * The ramp's decision of the day from the ledger's facts (limits.md §2): one for invites, one for all other kinds, which
 * advance on a week without a signal. The inputs are kept with the row, so that the decision can be checked later.
 */
export async function decideDay(
  tx: Tx,
  ctx: ServiceContext,
  input: { account: AccountRow; last: RampDayRow | null },
): Promise<DecidedDay> {
  const { account, last } = input;
  const since = account.rampSteppedBackAt ?? account.connectedAt;
  const facts = await rampFacts(tx, {
    accountId: account.id,
    now: ctx.now,
    since,
    inviteAgeDaysMin: RAMP_POLICY.inviteAgeDaysMin,
    inviteAgeDaysMax: RAMP_POLICY.inviteAgeDaysMax,
  });
  const common = {
    weeks: account.rampWeeks,
    now: ctx.now,
    invites: facts.invites,
    signals7d: facts.signals7d,
    usedDays: facts.usedDays.filter((day) => day.cap > 0 && day.sent / day.cap >= RAMP_POLICY.usedDayShareMin).length,
    restricted: account.restrictedAt !== null && account.restrictedAt > (last?.madeAt ?? account.connectedAt),
    daysWithoutSending: (ctx.now.getTime() - (facts.lastSendAt ?? account.connectedAt).getTime()) / DAY_MS,
    lastStepBackAt: account.rampSteppedBackAt,
    ...(facts.unknown24h > 0 ? { heldBecause: 'A send without a known outcome in the last day.' } : {}),
  };
  const invites = decideRamp({
    ...common,
    week: last === null ? 0 : account.rampWeek,
    lastStepUpAt: account.rampSteppedUpAt ?? account.connectedAt,
  });
  const before = otherOf(last, account.connectedAt);
  const others = decideRamp({
    ...common,
    kind: 'message',
    week: last === null ? 0 : before.week,
    lastStepUpAt: before.steppedUpAt,
  });
  const otherSteppedUpAt = others.decision === 'advance' ? ctx.now : before.steppedUpAt;
  return {
    week: invites.week,
    otherWeek: others.week,
    decision: invites.decision,
    reason: invites.reason,
    inputs: {
      ...facts.invites,
      signals7d: facts.signals7d,
      usedDays: common.usedDays,
      unknown24h: facts.unknown24h,
      otherWeek: others.week,
      otherSteppedUpAt,
      otherReason: others.reason,
    },
    accountChange: {
      rampWeek: invites.week,
      ...(invites.decision === 'advance' ? { rampSteppedUpAt: ctx.now } : {}),
      ...(invites.decision === 'step_back' || invites.decision === 'restart' ? { rampSteppedBackAt: ctx.now } : {}),
    },
  };
}

const DAY_MS = 86_400_000;

/** Week and last step of the kinds other than invites, as the day before left them. */
function otherOf(last: RampDayRow | null, connectedAt: Date): { week: number; steppedUpAt: Date } {
  const { otherWeek, otherSteppedUpAt } = last?.inputs ?? {};
  return {
    week: typeof otherWeek === 'number' ? otherWeek : (last?.week ?? 0),
    steppedUpAt: typeof otherSteppedUpAt === 'string' ? new Date(otherSteppedUpAt) : connectedAt,
  };
}

import type { Tx } from '../../../db/client';
import { missingSince } from '../../../db/queries/invitations';
import type { AccountRow, RampDayRow } from '../../../db/queries/sending-days';
import { rampFacts } from '../../../db/queries/sending-days';
import type { RampDecision } from '../../domain/ramp/decide-ramp';
import { RAMP_POLICY } from '../../domain/ramp/decide-ramp';
import { countUsed, daysWithoutSending, decideRamps } from '../../domain/ramp/decide-ramps';
import type { RampedNetwork } from '../../domain/ramp/network-ramps';
import { NETWORK_RAMPS, networkCap, networkFormula, networkOf, networkWeeks } from '../../domain/ramp/network-ramps';
import { othersBefore } from '../../domain/ramp/others-before';
import type { ServiceContext } from '../context';

export interface DecidedDay {
  week: number;
  weeks: number;
  otherWeek: number;
  decision: RampDecision;
  reason: string;
  inputs: Record<string, unknown>;
  accountChange: { rampWeek: number; rampSteppedUpAt?: Date; rampSteppedBackAt?: Date };
}

/**
 * The ramp's decision of the day from the ledger's facts (limits.md §2): one for invites, one for all other kinds, which
 * advance on a week without a signal. Another network has one ramp of its own, which goes like those. The inputs are kept
 * with the row, so that the decision can be checked later.
 */
export async function decideDay(
  tx: Tx,
  ctx: ServiceContext,
  input: { account: AccountRow; last: RampDayRow | null },
): Promise<DecidedDay> {
  const { account, last } = input;
  const before = othersBefore(last, account);
  const network = networkOf(account.provider, account.name);
  const weeks = network === null ? account.rampWeeks : networkWeeks(network);
  const facts = await factsSince(tx, ctx, account, account.rampSteppedBackAt);
  // Each of the two has evidence of its own: what has cost one of them a week is spent for that one alone.
  const otherFacts = await factsSince(tx, ctx, account, before.steppedBackAt);
  const week = last === null ? 0 : account.rampWeek;
  const lastStepUpAt = account.rampSteppedUpAt ?? account.connectedAt;
  const missing7d = await missingSince(tx, account.id, new Date(ctx.now.getTime() - WEEK_MS));
  const restricted = account.restrictedAt !== null && account.restrictedAt > (last?.madeAt ?? account.connectedAt);
  const { invites, others } = decideRamps({
    now: ctx.now,
    weeks,
    connectedAt: account.connectedAt,
    restricted,
    missing7d,
    ofInvites: network === null,
    invites: { week, steppedUpAt: lastStepUpAt, steppedBackAt: account.rampSteppedBackAt, evidence: facts },
    others: { ...before, week: last === null ? 0 : before.week, evidence: otherFacts },
  });
  return {
    week: invites.week,
    weeks,
    otherWeek: others.week,
    decision: invites.decision,
    reason: invites.reason,
    inputs: {
      ...facts.invites,
      signals7d: facts.signals7d,
      missing7d,
      usedDays: countUsed(facts.usedDays),
      unknown24h: facts.unknown24h,
      daysWithoutSending: Math.floor(
        daysWithoutSending({ now: ctx.now, connectedAt: account.connectedAt }, facts.lastSendAt),
      ),
      restricted,
      weekBefore: week,
      steppedUpAt: lastStepUpAt,
      steppedBackAt: account.rampSteppedBackAt,
      otherWeekBefore: before.week,
      otherSignals7d: otherFacts.signals7d,
      otherWeek: others.week,
      otherDecision: others.decision,
      otherReason: others.reason,
      otherSteppedUpAt: others.steppedUpAt,
      otherSteppedBackAt: others.steppedBackAt,
      ...(network === null ? {} : { network: networkDay(network, invites.week) }),
    },
    accountChange: {
      rampWeek: invites.week,
      ...(invites.decision === 'advance' ? { rampSteppedUpAt: ctx.now } : {}),
      ...(wentBack(invites.decision) ? { rampSteppedBackAt: ctx.now } : {}),
    },
  };
}

/** The cap of a network's own budget on a day, with the formula that a person can check it by. */
function networkDay(network: RampedNetwork, week: number) {
  const { key } = NETWORK_RAMPS[network];
  return { network, key, cap: networkCap(network, week), formula: networkFormula(network, week) };
}

function wentBack(decision: RampDecision): boolean {
  return decision === 'step_back' || decision === 'restart';
}

function factsSince(tx: Tx, ctx: ServiceContext, account: AccountRow, since: Date | null) {
  const { inviteAgeDaysMin, inviteAgeDaysMax } = RAMP_POLICY;
  const from = since ?? account.connectedAt;
  return rampFacts(tx, { accountId: account.id, now: ctx.now, since: from, inviteAgeDaysMin, inviteAgeDaysMax });
}

const WEEK_MS = 7 * 86_400_000;

import type { Tx } from '../../../db/client';
import type { AccountRow, ControlRow, RampDayRow } from '../../../db/queries/accounts-api';
import {
  actionPacesOf,
  firstDue,
  holdsLease,
  nextWorkOf,
  pausedPeople,
  rampDayAt,
  stopsInForce,
} from '../../../db/queries/accounts-api';
import { healthToleranceMs } from '../../domain/accounts/health-tolerance';
import type { Action } from '../../domain/limits/constants';
import { isOpen, nextOpening } from '../../domain/pacing/working-hours';
import type { ServiceContext } from '../context';
import type { UsageFigure } from './usage-figures';
import { usageFigures } from './usage-figures';

/** Everything that decides whether an account sends now, read in one transaction. */
export interface AccountFacts {
  account: AccountRow;
  stops: ControlRow[];
  lease: boolean;
  healthFresh: boolean;
  ramp: RampDayRow | null;
  open: boolean;
  nextOpeningAt: Date | null;
  paces: {
    action: string;
    lastAt: Date | null;
    stoppedUntil: Date | null;
    stopReason: string | null;
    stoppedAt: Date | null;
  }[];
  usage: UsageFigure[];
  work: { due: number; nextDueAt: Date | null; waiting: number; queued: number };
  /** People whom somebody has paused; `held` of them count among the waiting. */
  paused: { people: number; held: number; since: Date | null; reason: string | null };
  first: { prospectId: string; action: Action; enrolmentId: string } | null;
}

/** Collects the facts of an account; with `campaignId` the work is that campaign's alone. */
export async function collectAccountFacts(
  tx: Tx,
  ctx: ServiceContext,
  account: AccountRow,
  campaignId: string | null = null,
): Promise<AccountFacts> {
  const ramp = await rampDayAt(tx, account.id, ctx.now);
  const timeZone = ramp?.timeZone ?? account.timeZone;
  const schedule =
    timeZone === null ? null : { timeZone, workingHours: account.workingHours, daysOff: account.daysOff };
  const scope = { accountId: account.id, campaignId, now: ctx.now };
  return {
    account,
    stops: (await stopsInForce(tx, ctx.now)).filter((stop) => concerns(stop, account.id, campaignId)),
    lease: await holdsLease(tx, ctx.installationId),
    healthFresh: isFresh(account, ctx),
    ramp,
    open: schedule !== null && isOpen(ctx.now, schedule),
    nextOpeningAt: schedule === null ? null : nextOpening(ctx.now, schedule),
    // A stop that has ended holds nothing.
    paces: (await actionPacesOf(tx, account.id)).filter(
      (pace) => pace.stoppedUntil !== null && pace.stoppedUntil > ctx.now,
    ),
    usage: await usageFigures(tx, {
      accountId: account.id,
      now: ctx.now,
      rampKnown: ramp !== null,
      campaigns: campaignId !== null,
    }),
    work: await nextWorkOf(tx, scope),
    paused: await pausedPeople(tx, scope),
    first: await firstDue(tx, scope),
  };
}

function concerns(stop: ControlRow, accountId: string, campaignId: string | null): boolean {
  if (stop.scope === 'account') return stop.targetId === accountId;
  if (stop.scope === 'campaign') return campaignId !== null && stop.targetId === campaignId;
  return true;
}

/** Judged with the tolerance of the gate itself. */
function isFresh(account: AccountRow, ctx: ServiceContext): boolean {
  if (account.healthCheckedAt === null) return false;
  return Math.abs(ctx.now.getTime() - account.healthCheckedAt.getTime()) <= healthToleranceMs(ctx.clockSpeed);
}

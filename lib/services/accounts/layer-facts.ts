import type { Tx } from '../../../db/client';
import { attempted } from '../../../db/client';
import type { AccountRow, ControlRow, RampDayRow } from '../../../db/queries/accounts-api';
import {
  actionPacesOf,
  firstDue,
  leaseOf,
  nextWorkOf,
  pausedPeople,
  rampDayAt,
  stopsInForce,
} from '../../../db/queries/accounts-api';
import { lastRampDay } from '../../../db/queries/sending-days';
import type { Action } from '../../domain/limits/constants';
import { isOfToday, rampMissingSince } from '../../domain/ramp/ramp-since';
import { isSoundDay } from '../../domain/ramp/sound-day';
import type { ServiceContext } from '../context';
import { unreadSince } from '../system/unread-since';
import type { UsageFigure } from './usage-figures';
import { usageFigures } from './usage-figures';

/** A layer without which nothing is sent and that cannot be relied on now. */
export interface Fault {
  text: string;
  since: Date | null;
}

/** The day's ramp decision, or what is wrong with it. Exactly one of the two is there. */
export interface RampFacts {
  ramp: RampDayRow | null;
  rampFault: Fault | null;
}

/** Reads the ramp's decision in force; a schedule that cannot be read hides nothing else of the transaction. */
export async function readRamp(tx: Tx, ctx: ServiceContext, account: AccountRow): Promise<RampFacts> {
  const read = await attempted(tx, async (inner) => ({
    inForce: await rampDayAt(inner, account.id, ctx.now),
    last: await lastRampDay(inner, account.id),
  }));
  const since = unreadSince('ramp schedule', read === null, ctx.now);
  if (read === null) {
    const text = 'The ramp schedule cannot be read, and without it nothing is sent.';
    return { ramp: null, rampFault: { text, since } };
  }
  const { inForce, last } = read.value;
  if (inForce !== null && isSoundDay(inForce)) return { ramp: inForce, rampFault: null };
  return { ramp: null, rampFault: rampFaultOf(ctx, account, inForce ?? last) };
}

function rampFaultOf(ctx: ServiceContext, account: AccountRow, last: RampDayRow | null): Fault {
  const { connectedAt, timeZone, workingHours, daysOff } = account;
  const schedule = timeZone === null ? null : { timeZone, workingHours, daysOff };
  return {
    text:
      last !== null && isOfToday(last, ctx.now)
        ? "Today's ramp decision makes no sense, and without a sound one nothing is sent."
        : "Today's ramp decision is not made yet, and without it nothing is sent.",
    since: rampMissingSince({ connectedAt, schedule }, last, ctx.now),
  };
}

/** What the ledger and the plan say, read together: a part of it is no ground to send on. */
export interface StoreFacts {
  /** Set when it could not be read; everything below is then empty and means nothing. */
  storeFault: Fault | null;
  stops: ControlRow[];
  lease: { isOurs: boolean; since: Date | null };
  paces: {
    action: string;
    lastAt: Date | null;
    stoppedUntil: Date | null;
    stopReason: string | null;
    stoppedAt: Date | null;
  }[];
  usage: UsageFigure[];
  /** Since when a counter has had no row; null while all are there. */
  countersMissingSince: Date | null;
  work: { due: number; nextDueAt: Date | null; waiting: number; queued: number };
  /** People whom somebody has paused; `held` of them count among the waiting. */
  paused: { people: number; held: number; since: Date | null; reason: string | null };
  first: { prospectId: string; action: Action; enrolmentId: string } | null;
}

/** Reads the send ledger's side of an account; with `campaignId` the work is that campaign's alone. */
export async function readStore(
  tx: Tx,
  ctx: ServiceContext,
  input: { account: AccountRow; campaignId: string | null; rampKnown: boolean },
): Promise<StoreFacts> {
  const { account, campaignId, rampKnown } = input;
  const scope = { accountId: account.id, campaignId, now: ctx.now };
  const read = await attempted(tx, async (inner) => ({
    stops: (await stopsInForce(inner, ctx.now)).filter((stop) => concerns(stop, account.id, campaignId)),
    lease: await leaseOf(inner, ctx.installationId),
    // A stop that has ended holds nothing.
    paces: (await actionPacesOf(inner, account.id)).filter(
      (pace) => pace.stoppedUntil !== null && pace.stoppedUntil > ctx.now,
    ),
    usage: await usageFigures(inner, { account, now: ctx.now, rampKnown, campaigns: campaignId !== null }),
    work: await nextWorkOf(inner, scope),
    paused: await pausedPeople(inner, scope),
    first: await firstDue(inner, scope),
  }));
  const since = unreadSince(`ledger of ${account.id}`, read === null, ctx.now);
  if (read === null) return unreadStore(since);
  const { lease, usage, ...rest } = read.value;
  const isMissing = usage.some((figure) => figure.used === null);
  return {
    ...rest,
    usage,
    storeFault: null,
    lease: { isOurs: lease.isOurs, since: lease.isOurs ? null : leaseEnd(ctx, lease.endedAgoMs) },
    countersMissingSince: unreadSince(`counters of ${account.id}`, isMissing, ctx.now),
  };
}

function unreadStore(since: Date | null): StoreFacts {
  return {
    storeFault: { text: 'The send ledger cannot be read, so the counts are not known and nothing is sent.', since },
    stops: [],
    lease: { isOurs: false, since: null },
    paces: [],
    usage: [],
    countersMissingSince: null,
    work: { due: 0, nextDueAt: null, waiting: 0, queued: 0 },
    paused: { people: 0, held: 0, since: null, reason: null },
    first: null,
  };
}

/** Leases run on wall time and screens tell the app's: as long ago, at the app's speed. */
function leaseEnd(ctx: ServiceContext, endedAgoMs: number | null): Date | null {
  const isUnknown = endedAgoMs === null;
  const seen = unreadSince(`lease of ${ctx.installationId}`, isUnknown, ctx.now);
  return isUnknown ? seen : new Date(ctx.now.getTime() - endedAgoMs * ctx.clockSpeed);
}

function concerns(stop: ControlRow, accountId: string, campaignId: string | null): boolean {
  if (stop.scope === 'account') return stop.targetId === accountId;
  if (stop.scope === 'campaign') return campaignId !== null && stop.targetId === campaignId;
  return true;
}

import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/accounts-api';
import { healthStaleSince, healthToleranceMs } from '../../domain/accounts/health-tolerance';
import { isOpen, nextOpening } from '../../domain/pacing/working-hours';
import type { ServiceContext } from '../context';
import type { EngineFacts } from './engine-facts';
import { readEngine } from './engine-facts';
import type { RampFacts, StoreFacts } from './layer-facts';
import { readRamp, readStore } from './layer-facts';

/** Everything that decides whether an account sends now, read in one transaction. */
export interface AccountFacts extends RampFacts, StoreFacts, EngineFacts {
  account: AccountRow;
  /** Since when the account's health is not known, null while it is fresh. */
  healthStaleSince: Date | null;
  open: boolean;
  nextOpeningAt: Date | null;
}

/** Collects the facts of an account, each layer apart from the others; with `campaignId` the work is that campaign's alone. */
export async function collectAccountFacts(
  tx: Tx,
  ctx: ServiceContext,
  account: AccountRow,
  campaignId: string | null = null,
): Promise<AccountFacts> {
  const { ramp, rampFault } = await readRamp(tx, ctx, account);
  const timeZone = ramp?.timeZone ?? account.timeZone;
  const schedule =
    timeZone === null ? null : { timeZone, workingHours: account.workingHours, daysOff: account.daysOff };
  return {
    ...(await readStore(tx, ctx, { account, campaignId, rampKnown: ramp !== null })),
    ...(await readEngine(tx, ctx, { account, ramp })),
    account,
    ramp,
    rampFault,
    // With the tolerance of the gate itself.
    healthStaleSince: healthStaleSince(account, ctx.now, healthToleranceMs(ctx.clockSpeed)),
    open: schedule !== null && isOpen(ctx.now, schedule),
    nextOpeningAt: schedule === null ? null : nextOpening(ctx.now, schedule),
  };
}

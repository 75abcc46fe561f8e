import type { LeaseState } from '../../../db/queries/installation';
import { epochOf, renewInstallation } from '../../../db/queries/installation';
import { readMark, writeMark } from '../../platform/installation-mark';
import type { ServiceContext } from '../context';

/** Wall time that a lease lasts; it is renewed by every step of the engine, at the latest by the sweeper. */
const LEASE_S = 15 * 60;

/**
 * Keeps this installation the one that may send, and its mark in the data folder up to date. Any answer but `ours` has ended
 * the lease until a person confirms: another installation holds the database, it was restored, or nothing ran for long
 * (design.md §2).
 */
export async function renewLease(
  ctx: Pick<ServiceContext, 'db' | 'installationId'>,
  input: { dataDir: string },
): Promise<LeaseState> {
  const mark = await markBefore(ctx, input.dataDir);
  const { state, epoch } = await renewInstallation(ctx.db, { id: ctx.installationId, ttlS: LEASE_S, mark });
  // After the commit: a process that dies in between leaves the mark behind the database, which is no alarm.
  if (state === 'ours') writeMark(input.dataDir, epoch);
  return state;
}

/**
 * The mark, begun before the first renewal of all: jobs that start together, or a process that dies between that commit and
 * its mark, would otherwise leave an epoch without a mark, which is how a lost data folder looks. The epoch is read first, so
 * that a mark that is still missing then was never there.
 */
async function markBefore(ctx: Pick<ServiceContext, 'db' | 'installationId'>, dataDir: string): Promise<number | null> {
  const epoch = await epochOf(ctx.db, ctx.installationId);
  const mark = readMark(dataDir);
  if (mark !== null || epoch > 0) return mark;
  writeMark(dataDir, 0);
  return 0;
}

import { renewLease as renew } from '../../../db/queries/workspaces';
import type { ServiceContext } from '../context';

/** Wall time that a lease lasts; it is renewed by every step of the engine, at the latest by the sweeper. */
const LEASE_S = 15 * 60;

/** Keeps this installation the one that may send; false when another one holds the database (design.md §2). */
export async function renewLease(ctx: Pick<ServiceContext, 'db' | 'installationId'>): Promise<boolean> {
  return renew(ctx.db, ctx.installationId, LEASE_S);
}

import type { Tx } from '../../../db/client';
import { holdLimits, limitChangeRows } from '../../../db/queries/limit-changes';
import type { Limits } from '../../domain/limits/limit-policy';
import { limitsOn } from '../../domain/limits/limit-policy';
import type { ServiceContext } from '../context';
import { changesOf } from './changes-of';

/**
 * The limits in force on the local day, which nobody changes before the transaction ends. Taken before every other lock:
 * whoever lowers a limit holds it alone, so that the lowering sees each day that was opened before it.
 */
export async function limitsHeld(tx: Tx, ctx: ServiceContext, timeZone: string): Promise<Limits> {
  await holdLimits(tx, ctx.actor.workspaceId);
  return limitsOn(changesOf(await limitChangeRows(tx)), { now: ctx.now, timeZone });
}

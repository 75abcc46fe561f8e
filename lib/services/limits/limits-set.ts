import type { Tx } from '../../../db/client';
import { limitChangeRows } from '../../../db/queries/limit-changes';
import type { Limits } from '../../domain/limits/limit-policy';
import { limitsAsSet } from '../../domain/limits/limit-policy';
import { changesOf } from './changes-of';

/** What the workspace's changes come to from tomorrow at the latest: for plans, and for what a person may set. */
export async function limitsSet(tx: Tx): Promise<Limits> {
  return limitsAsSet(changesOf(await limitChangeRows(tx)));
}

import { prospectRow } from '../../../db/queries/prospects';
import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeProspect } from './describe-prospect';

/** One person of the workspace. */
export async function getProspect(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    const row = await prospectRow(tx, input.id);
    if (row === null) throw new AppError('not_found', 'There is no such person.');
    return describeProspect(tx, row);
  });
}

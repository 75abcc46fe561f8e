import { stepRowsOf } from '../../../db/queries/steps';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor } from './campaign-access';
import { stepTree } from './step-tree';

/** The steps of a campaign in order, each with its branch. */
export async function getSteps(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    await campaignFor(tx, input.id);
    return stepTree(await stepRowsOf(tx, input.id));
  });
}

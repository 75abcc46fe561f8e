import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor, describeCampaign } from './campaign-access';

/** One campaign with its senders. */
export async function getCampaign(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => describeCampaign(tx, await campaignFor(tx, input.id)));
}

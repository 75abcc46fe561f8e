import { updateCampaign } from '../../../db/queries/campaigns';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor, campaignToChange, describeCampaign } from './campaign-access';

/** Lets a paused campaign go on at its ordinary pace: nothing is made up for. A running one stays as it is. */
export async function resumeCampaign(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'campaigns.write');
  return withWorkspace(ctx, async (tx) => {
    const row = await campaignToChange(tx, ctx, input.id);
    if (row.state !== 'running' && row.state !== 'paused')
      throw new AppError('conflict', `A campaign that is ${row.state} cannot be resumed.`);
    if (row.state === 'paused') {
      await updateCampaign(tx, row.id, {
        state: 'running',
        pausedAt: null,
        pausedBy: null,
        pauseReason: null,
        updatedAt: ctx.now,
      });
      await emitAudit(tx, ctx, { action: 'campaign.resumed', objectId: row.id, details: {} });
    }
    return describeCampaign(tx, await campaignFor(tx, row.id));
  });
}

import { dispatchingOfCampaign, updateCampaign } from '../../../db/queries/campaigns';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor, campaignToChange, describeCampaign } from './campaign-access';

/**
 * Pauses a campaign. When this answers, nothing of it starts any more; `dispatching` names the sends whose call had
 * already begun. A second pause changes nothing.
 */
export async function pauseCampaign(ctx: ServiceContext, input: { id: string; reason?: string | null }) {
  authorise(ctx, 'campaigns.write');
  return withWorkspace(ctx, async (tx) => {
    const row = await campaignToChange(tx, ctx, input.id);
    if (row.state !== 'running' && row.state !== 'paused')
      throw new AppError('conflict', `A campaign that is ${row.state} cannot be paused.`);
    if (row.state === 'running') {
      await updateCampaign(tx, row.id, {
        state: 'paused',
        pausedAt: ctx.now,
        pausedBy: actorId(ctx.actor),
        pauseReason: input.reason ?? null,
        updatedAt: ctx.now,
      });
      await emitAudit(tx, ctx, {
        action: 'campaign.paused',
        objectId: row.id,
        details: { reason: input.reason ?? null },
      });
    }
    const dispatching = await dispatchingOfCampaign(tx, row.id);
    return { ...(await describeCampaign(tx, await campaignFor(tx, row.id))), dispatching };
  });
}

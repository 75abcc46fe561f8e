import { replaceSenders, updateCampaign } from '../../../db/queries/campaigns';
import { reassignQueued } from '../../../db/queries/enrolments-api';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { applyCampaignCaps } from './apply-caps';
import { campaignFor, campaignToChange, describeCampaign, sendersToUse } from './campaign-access';

/** Changes name, senders or the weekly smoothing. Queued people of a removed sender go to the others; begun ones stay. */
export async function patchCampaign(
  ctx: ServiceContext,
  input: { id: string; name?: string; senderIds?: string[]; smoothWeek?: boolean },
) {
  authorise(ctx, 'campaigns.write');
  return withWorkspace(ctx, async (tx) => {
    const row = await campaignToChange(tx, ctx, input.id);
    if (row.state === 'archived') throw new AppError('conflict', 'The campaign is archived and cannot change.');
    await updateCampaign(tx, row.id, {
      updatedAt: ctx.now,
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.smoothWeek === undefined ? {} : { smoothWeek: input.smoothWeek }),
    });
    if (input.senderIds !== undefined) {
      const senders = await sendersToUse(tx, ctx, input.senderIds);
      if (row.state === 'running' && senders.length === 0) {
        throw new AppError('validation_failed', 'A running campaign needs a sender.', {
          fields: [{ path: 'senderIds', message: 'Keep at least one account, or pause the campaign first.' }],
        });
      }
      const accountIds = senders.map((sender) => sender.id);
      await replaceSenders(tx, { workspaceId: row.workspaceId, campaignId: row.id, accountIds });
      await reassignQueued(tx, { campaignId: row.id, accountIds, now: ctx.now });
      await applyCampaignCaps(tx, row, ctx.now);
    }
    const { id: _id, ...changes } = input;
    await emitAudit(tx, ctx, { action: 'campaign.changed', objectId: row.id, details: changes });
    return describeCampaign(tx, await campaignFor(tx, row.id));
  });
}

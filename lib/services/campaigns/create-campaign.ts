import { campaignById, insertCampaign, replaceSenders } from '../../../db/queries/campaigns';
import { listById } from '../../../db/queries/lists';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { applyCampaignCaps } from './apply-caps';
import { describeCampaign, sendersToUse } from './campaign-access';
import { enrolPeople } from './enrol-people';

/** Creates a draft with its senders; the people of `listId`, if given, are enrolled in the same transaction. */
export async function createCampaign(
  ctx: ServiceContext,
  input: { name: string; senderIds: string[]; listId?: string | null },
) {
  authorise(ctx, 'campaigns.write');
  return withWorkspace(ctx, async (tx) => {
    const senders = await sendersToUse(tx, ctx, input.senderIds);
    if (input.listId && (await listById(tx, input.listId)) === null) {
      throw new AppError('validation_failed', 'There is no such list.', {
        fields: [{ path: 'listId', message: 'There is no such list.' }],
      });
    }
    const id = newId('campaign');
    const { workspaceId } = ctx.actor;
    await insertCampaign(tx, {
      workspaceId,
      id,
      name: input.name,
      state: 'draft',
      ownerId: actorId(ctx.actor),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    });
    await replaceSenders(tx, { workspaceId, campaignId: id, accountIds: senders.map((sender) => sender.id) });
    const row = await campaignById(tx, id);
    if (row === null) throw new Error('a campaign vanished in its own transaction');
    await applyCampaignCaps(tx, row, ctx.now);
    await emitAudit(tx, ctx, {
      action: 'campaign.created',
      objectId: id,
      details: { senderIds: input.senderIds, listId: input.listId ?? null },
    });
    if (input.listId)
      await enrolPeople(tx, ctx, { campaign: row, source: { listId: input.listId }, priority: 'normal' });
    return describeCampaign(tx, row);
  });
}

import { sendersOf, updateCampaign } from '../../../db/queries/campaigns';
import { redKinds } from '../../domain/limits/red-kinds';
import { AppError } from '../../platform/errors';
import { actorId } from '../actor';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { limitsSet } from '../limits/limits-set';
import { applyCampaignCaps } from './apply-caps';
import { campaignFor, campaignToChange, describeCampaign } from './campaign-access';
import { capFieldsOf } from './cap-fields';
import { problemsOf } from './launch-problems';

/**
 * Starts a campaign. Every problem that blocks is named and nothing changes; caps in the red zone need an acknowledgement,
 * here or when they were set. A second launch changes nothing. The caller announces `campaign/launched`.
 */
export async function launchCampaign(ctx: ServiceContext, input: { id: string; acknowledgedRisk?: boolean }) {
  authorise(ctx, 'campaigns.write');
  return withWorkspace(ctx, async (tx) => {
    const row = await campaignToChange(tx, ctx, input.id);
    if (row.state === 'running') return describeCampaign(tx, row);
    if (row.state !== 'draft') throw new AppError('conflict', `A campaign that is ${row.state} cannot be launched.`);
    const blocking = (await problemsOf(tx, ctx, row)).filter((problem) => problem.severity === 'block');
    if (blocking.length > 0) {
      throw new AppError('validation_failed', 'The campaign cannot start yet.', {
        fields: blocking.map(({ path, message }) => ({ path, message })),
      });
    }
    const red = redKinds(capFieldsOf(row), await sendersOf(tx, row.id), await limitsSet(tx));
    if (red.length > 0 && row.riskAcknowledgedAt === null && input.acknowledgedRisk !== true) {
      throw new AppError('validation_failed', 'Caps in the red zone must be acknowledged.', {
        fields: [
          {
            path: 'acknowledgedRisk',
            message: `In the red zone: ${red.join(', ')}. Confirm the risk or lower the caps.`,
          },
        ],
      });
    }
    const risk =
      red.length > 0 && row.riskAcknowledgedAt === null
        ? { riskAcknowledgedAt: ctx.now, riskAcknowledgedBy: actorId(ctx.actor) }
        : {};
    await updateCampaign(tx, row.id, { state: 'running', launchedAt: ctx.now, updatedAt: ctx.now, ...risk });
    const running = await campaignFor(tx, row.id);
    await applyCampaignCaps(tx, running, ctx.now);
    await emitAudit(tx, ctx, {
      action: 'campaign.launched',
      objectId: row.id,
      details: { red, acknowledgedRisk: red.length > 0 },
    });
    return describeCampaign(tx, running);
  });
}

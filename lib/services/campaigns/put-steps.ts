import { updateCampaign } from '../../../db/queries/campaigns';
import { stepsInUse, wakeParked } from '../../../db/queries/enrolments-api';
import { replaceSteps, stepRowsOf } from '../../../db/queries/steps';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignToChange } from './campaign-access';
import type { StepInput } from './step-tree';
import { stepRows, stepTree } from './step-tree';

/**
 * Replaces the steps of a campaign. A step keeps its id when it is named, so that nobody gets it twice; a step at which
 * somebody stands can be reworded but neither removed nor made another kind. Whoever waits for a note that is not needed
 * any more goes on.
 */
export async function putSteps(ctx: ServiceContext, input: { id: string; steps: StepInput[] }) {
  authorise(ctx, 'campaigns.write');
  return withWorkspace(ctx, async (tx) => {
    // Enrolments before the campaign: the order of all locks.
    const stepIds = noteless(input.steps);
    await wakeParked(tx, { campaignId: input.id, stepIds, reason: 'no_notes_left', now: ctx.now });
    const campaign = await campaignToChange(tx, ctx, input.id);
    if (campaign.state === 'archived') throw new AppError('conflict', 'The campaign is archived and cannot change.');
    const before = await stepRowsOf(tx, campaign.id);
    const rows = stepRows(input.steps, {
      workspaceId: campaign.workspaceId,
      campaignId: campaign.id,
      known: new Set(before.map((step) => step.id)),
    });
    const after = new Map(rows.map((row) => [row.id, row]));
    const inUse = await stepsInUse(tx, campaign.id);
    const broken = before.filter((step) => inUse.has(step.id) && after.get(step.id)?.kind !== step.kind);
    if (broken.length > 0) {
      throw new AppError('conflict', 'People stand at a step that would vanish or change its kind.', {
        fields: broken.map((step) => ({
          path: `steps.${step.id}`,
          message: 'Keep this step with its id and kind, or wait until nobody stands at it.',
        })),
      });
    }
    await replaceSteps(tx, campaign.id, rows);
    await updateCampaign(tx, campaign.id, { updatedAt: ctx.now });
    await emitAudit(tx, ctx, {
      action: 'campaign.steps_changed',
      objectId: campaign.id,
      details: { steps: rows.map(({ id, kind }) => ({ id, kind })) },
    });
    return stepTree(rows);
  });
}

/** The steps whose invites need no note when none is left. */
function noteless(steps: StepInput[]): string[] {
  return steps.flatMap((step) => [
    ...(step.id !== undefined && (!step.note?.trim() || (step.notePolicy ?? 'wait') !== 'wait') ? [step.id] : []),
    ...noteless(step.otherwise ?? []),
  ]);
}

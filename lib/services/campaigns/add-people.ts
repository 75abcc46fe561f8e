import { listById } from '../../../db/queries/lists';
import type { Priority } from '../../domain/campaigns/constants';
import { AppError } from '../../platform/errors';
import { emitAudit } from '../audit/emit';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignToChange } from './campaign-access';
import type { PeopleSource } from './enrol-people';
import { enrolPeople } from './enrol-people';

/** Enrols people by id or by list; the answer counts who came in and why the others did not. */
export async function addPeople(
  ctx: ServiceContext,
  input: { id: string; prospectIds?: string[]; listId?: string; priority?: Priority },
) {
  authorise(ctx, 'campaigns.write');
  return withWorkspace(ctx, async (tx) => {
    const campaign = await campaignToChange(tx, ctx, input.id, { lock: false });
    if (campaign.state === 'archived')
      throw new AppError('conflict', 'The campaign is archived. Create a new one for these people.');
    const source: PeopleSource =
      input.listId === undefined ? { prospectIds: input.prospectIds ?? [] } : { listId: input.listId };
    if ('listId' in source && (await listById(tx, source.listId)) === null)
      throw new AppError('not_found', 'There is no such list.');
    const result = await enrolPeople(tx, ctx, { campaign, source, priority: input.priority ?? 'normal' });
    await emitAudit(tx, ctx, {
      action: 'campaign.people_added',
      objectId: campaign.id,
      details: { requested: result.requested, enrolled: result.enrolled, leftOut: result.leftOut },
    });
    return result;
  });
}

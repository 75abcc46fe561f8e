import { listCampaignRows } from '../../../db/queries/campaigns';
import { pageOf } from '../../../db/queries/cursor';
import type { CampaignState } from '../../domain/campaigns/constants';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { describeCampaigns } from './campaign-access';

/** Campaigns of the workspace, newest first. */
export async function listCampaigns(
  ctx: ServiceContext,
  input: { state?: CampaignState; accountId?: string; limit?: number; cursor?: string },
) {
  authorise(ctx, 'read');
  const limit = input.limit ?? 50;
  return withWorkspace(ctx, async (tx) => {
    const rows = await listCampaignRows(tx, {
      state: input.state ?? null,
      accountId: input.accountId ?? null,
      limit,
      cursor: input.cursor ?? null,
    });
    const page = pageOf(rows, limit, (row) => ({ at: row.createdAt, id: row.id }));
    return { items: await describeCampaigns(tx, page.items), nextCursor: page.nextCursor };
  });
}

import type { Tx } from '../../../db/client';
import { accountsByIds } from '../../../db/queries/accounts-api';
import type { CampaignRow } from '../../../db/queries/campaigns';
import { campaignById, lockCampaign, senderIdsOf, stateCountsOf } from '../../../db/queries/campaigns';
import { AppError } from '../../platform/errors';
import { visibleOwner } from '../accounts/account-access';
import { actorId } from '../actor';
import type { ServiceContext } from '../context';
import { seesAll } from '../context';

/** The campaign; every member of the workspace may see it. */
export async function campaignFor(tx: Tx, id: string): Promise<CampaignRow> {
  const row = await campaignById(tx, id);
  if (row === null) throw new AppError('not_found', 'There is no such campaign.');
  return row;
}

/**
 * The campaign, open to change by this actor: its owner, or whoever manages every account. It is locked against every
 * dispatch, as a stopping write must; long writes that stop nothing pass `lock: false`.
 */
export async function campaignToChange(
  tx: Tx,
  ctx: ServiceContext,
  id: string,
  options: { lock: boolean } = { lock: true },
): Promise<CampaignRow> {
  const row = options.lock ? await lockCampaign(tx, id) : await campaignById(tx, id);
  if (row === null) throw new AppError('not_found', 'There is no such campaign.');
  if (!seesAll(ctx) && row.ownerId !== actorId(ctx.actor)) {
    throw new AppError('forbidden', 'Only its owner, an admin or an owner of the workspace may change this campaign.');
  }
  return row;
}

/** The sending accounts of these ids, if the actor may use every one of them. */
export async function sendersToUse(tx: Tx, ctx: ServiceContext, ids: string[]) {
  const wanted = [...new Set(ids)];
  const rows = await accountsByIds(tx, wanted);
  const owner = visibleOwner(ctx);
  const usable = rows.filter((row) => owner === null || row.ownerId === owner);
  const known = new Set(usable.map((row) => row.id));
  const fields = wanted.flatMap((id, index) =>
    known.has(id)
      ? []
      : [{ path: `senderIds.${index}`, message: 'There is no such account, or it belongs to someone else.' }],
  );
  if (fields.length > 0)
    throw new AppError('validation_failed', 'Some of these accounts cannot send for this campaign.', { fields });
  return usable;
}

/** What the API says of campaigns: the row, its senders and its people by state. */
export async function describeCampaigns(tx: Tx, rows: CampaignRow[]) {
  const ids = rows.map((row) => row.id);
  const senders = await senderIdsOf(tx, ids);
  const counts = await stateCountsOf(tx, ids);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    state: row.state,
    ownerId: row.ownerId,
    senderIds: senders.get(row.id) ?? [],
    people: counts.filter((count) => count.campaignId === row.id).reduce((sum, count) => sum + count.n, 0),
    smoothWeek: row.smoothWeek,
    launchedAt: row.launchedAt?.toISOString() ?? null,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    pauseReason: row.pauseReason,
    completedAt: row.completedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** One campaign as the API says it. */
export async function describeCampaign(tx: Tx, row: CampaignRow) {
  const [described] = await describeCampaigns(tx, [row]);
  if (described === undefined) throw new Error('one row describes one campaign');
  return described;
}

import type { Tx } from '../../../db/client';
import type { CampaignRow } from '../../../db/queries/campaigns';
import { sendersOf } from '../../../db/queries/campaigns';
import { effectiveCampaignCaps, zoneOf } from '../../domain/limits/campaign-caps';
import type { CapKind } from '../../domain/limits/constants';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { limitsSet } from '../limits/limits-set';
import { campaignFor } from './campaign-access';
import { capFieldsOf } from './cap-fields';

/** The cap fields of a campaign, what they mean per day and account, and for all its senders together. */
export async function getCaps(ctx: ServiceContext, input: { id: string }) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => describeCaps(tx, await campaignFor(tx, input.id)));
}

/** The caps as the API says them. */
export async function describeCaps(tx: Tx, row: CampaignRow) {
  const senders = await sendersOf(tx, row.id);
  const fields = capFieldsOf(row);
  const limits = await limitsSet(tx);
  const effective = effectiveCampaignCaps(fields, limits);
  return {
    ...fields,
    effective,
    senders: senders.length,
    total: perCapKind((kind) => effective[kind] * senders.length),
    zones: perCapKind((kind) => zoneOf(kind, effective[kind], { limits })),
    acknowledgedAt: row.riskAcknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: row.riskAcknowledgedBy,
  };
}

function perCapKind<T>(value: (kind: CapKind) => T): Record<CapKind, T> {
  return { invite: value('invite'), message: value('message'), inmail: value('inmail') };
}

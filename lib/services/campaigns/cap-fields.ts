import type { CampaignRow } from '../../../db/queries/campaigns';

/** The cap fields of a campaign row; null inherits (limits.md §1). */
export function capFieldsOf(row: CampaignRow) {
  return { dailyLimit: row.dailyLimit, invite: row.capInvite, message: row.capMessage, inmail: row.capInmail };
}

import type { Tx } from '../../../db/client';
import type { CampaignRow } from '../../../db/queries/campaigns';
import { sendersOf } from '../../../db/queries/campaigns';
import { limitChangeRows } from '../../../db/queries/limit-changes';
import { putBudget } from '../../../db/queries/sending-days';
import { effectiveCampaignCaps } from '../../domain/limits/campaign-caps';
import { CAP_KINDS } from '../../domain/limits/constants';
import { limitsOn } from '../../domain/limits/limit-policy';
import { budgetWindowOf } from '../../domain/limits/windows';
import { changesOf } from '../limits/changes-of';
import { capFieldsOf } from './cap-fields';

/**
 * Writes the caps of a campaign as budgets, one per sender and kind, in one order. A sender without a time zone gets its
 * budgets at launch, which is refused until the zone is set. A blank field takes the default in force on the sender's day.
 */
export async function applyCampaignCaps(tx: Tx, campaign: CampaignRow, now: Date): Promise<void> {
  const changes = changesOf(await limitChangeRows(tx));
  for (const sender of await sendersOf(tx, campaign.id)) {
    if (sender.timeZone === null) continue;
    const limits = limitsOn(changes, { now, timeZone: sender.timeZone });
    const caps = effectiveCampaignCaps(capFieldsOf(campaign), limits);
    for (const kind of [...CAP_KINDS].sort()) {
      const key = `campaign.${kind}.day` as const;
      const { anchor, widthMs } = budgetWindowOf(key);
      await putBudget(tx, {
        accountId: sender.id,
        key,
        campaignId: campaign.id,
        anchor,
        widthMs,
        timeZone: sender.timeZone,
        cap: caps[kind],
        now,
        mayRaise: true,
      });
    }
  }
}

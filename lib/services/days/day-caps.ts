import type { Tx } from '../../../db/client';
import { campaignCapsToday, spentSince } from '../../../db/queries/day-facts';
import type { AccountRow } from '../../../db/queries/sending-days';
import { effectiveCampaignCaps } from '../../domain/limits/campaign-caps';
import type { RampKind } from '../../domain/limits/constants';
import { dayCeilings } from '../../domain/limits/day-caps';
import type { Limits } from '../../domain/limits/limit-policy';
import { budgetWindowOf, windowStart } from '../../domain/limits/windows';
import type { CreditReading } from '../accounts/refresh-credits';
import type { ServiceContext } from '../context';

/** Ceilings of today besides the ramp: what the rolling week has left, the campaigns' caps together, the credits. */
export async function ceilingsOf(
  tx: Tx,
  ctx: ServiceContext,
  input: { account: AccountRow; timeZone: string; credits: CreditReading | null; limits: Limits },
): Promise<Partial<Record<RampKind, number>>> {
  const { account, timeZone } = input;
  const weekStart = windowStart(ctx.now, budgetWindowOf('invite.week'), timeZone);
  const weekLeft =
    input.limits('invite.week', account.tier).default -
    (await spentSince(tx, { accountId: account.id, key: 'invite.week', since: weekStart }));
  const campaigns = (await campaignCapsToday(tx, account.id)).map((caps) => effectiveCampaignCaps(caps, input.limits));
  return dayCeilings({ weekLeft, campaigns });
}

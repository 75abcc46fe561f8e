import type { Tx } from '../../../db/client';
import { campaignCapsToday, spentSince } from '../../../db/queries/day-facts';
import type { AccountRow } from '../../../db/queries/sending-days';
import { accountCap } from '../../domain/limits/account-cap';
import { effectiveCampaignCaps } from '../../domain/limits/campaign-caps';
import type { RampKind } from '../../domain/limits/constants';
import { RAMP_KINDS } from '../../domain/limits/constants';
import type { Limits } from '../../domain/limits/limit-policy';
import { budgetWindowOf, windowStart } from '../../domain/limits/windows';
import type { CreditReading } from '../accounts/refresh-credits';
import type { ServiceContext } from '../context';

/** What each kind may reach a day once the ramp is over: the account's own target, else the default in force. */
export function dayCapsOf(account: Pick<AccountRow, 'targets' | 'tier'>, limits: Limits): Record<RampKind, number> {
  const entries = RAMP_KINDS.map((kind) => [kind, accountCap(`${kind}.day`, account, limits)] as const);
  return Object.fromEntries(entries) as Record<RampKind, number>;
}

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
  const together = (kind: 'invite' | 'message' | 'inmail') =>
    campaigns.length === 0 ? Number.POSITIVE_INFINITY : campaigns.reduce((sum, caps) => sum + caps[kind], 0);
  return {
    invite: Math.max(0, Math.min(weekLeft, together('invite'))),
    message: together('message'),
    inmail: together('inmail'),
  };
}

import type { Account } from '@/lib/contracts/accounts';
import { type CampaignCapInput, effectiveCampaignCaps, zoneOf } from '@/lib/domain/limits/campaign-caps';
import { limitFor } from '@/lib/domain/limits/catalogue';
import { CAP_KINDS, type CapKind } from '@/lib/domain/limits/constants';

/**
 * The kinds whose cap must be acknowledged, as the server judges them (limits.md §1): InMails that only inherit the Daily
 * limit count with what the senders themselves allow.
 */
export function redCaps(input: CampaignCapInput, senders: readonly Pick<Account, 'tier' | 'targets'>[]): CapKind[] {
  const caps = effectiveCampaignCaps(input);
  const allowed = Math.max(
    0,
    ...senders.map((sender) => sender.targets.inmail ?? limitFor('inmail.day', sender.tier).default),
  );
  return CAP_KINDS.filter((kind) => {
    const inherits = kind === 'inmail' && input.inmail === null;
    return zoneOf(kind, inherits ? Math.min(caps.inmail, allowed) : caps[kind]) === 'red';
  });
}

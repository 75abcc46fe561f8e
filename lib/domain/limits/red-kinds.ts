import { accountCap } from './account-cap';
import { type CampaignCapInput, effectiveCampaignCaps, zoneOf } from './campaign-caps';
import { limitFor } from './catalogue';
import { CAP_KINDS, type CapKind, type Tier } from './constants';
import type { Limits } from './limit-policy';

/** What of a sending account decides how many InMails it may send at most. */
export interface RedSender {
  tier: Tier;
  targets: { inmail?: number };
}

/**
 * The kinds whose cap must be acknowledged (limits.md §1). InMails that only inherit the Daily limit count with what the
 * senders themselves allow: "20 a day" alone means 5 InMails on accounts that are set to 5, which is no risk.
 */
export function redKinds(input: CampaignCapInput, senders: readonly RedSender[], limits: Limits = limitFor): CapKind[] {
  const caps = effectiveCampaignCaps(input, limits);
  const allowed = Math.max(0, ...senders.map((sender) => accountCap('inmail.day', sender, limits)));
  return CAP_KINDS.filter((kind) => {
    const inherits = kind === 'inmail' && input.inmail === null;
    return zoneOf(kind, inherits ? Math.min(caps.inmail, allowed) : caps[kind], { limits }) === 'red';
  });
}

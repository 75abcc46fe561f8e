import type { AccountRow } from '../../../db/queries/accounts-api';
import type { CampaignCapInput } from '../../domain/limits/campaign-caps';
import { effectiveCampaignCaps, zoneOf } from '../../domain/limits/campaign-caps';
import { limitFor } from '../../domain/limits/catalogue';
import type { CapKind } from '../../domain/limits/constants';
import { CAP_KINDS } from '../../domain/limits/constants';

/**
 * The kinds whose cap must be acknowledged (limits.md §1). InMails that only inherit the Daily limit count with what the
 * senders themselves allow: "20 a day" alone means 5 InMails on accounts that are set to 5, which is no risk.
 */
export function redKinds(input: CampaignCapInput, senders: readonly AccountRow[]): CapKind[] {
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

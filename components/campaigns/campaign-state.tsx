import { sendingStateOf } from '@/components/state/sending-state';
import { StatePill } from '@/components/state/state-pill';
import type { Campaign } from '@/lib/contracts/campaigns';
import type { Explanation } from '@/lib/contracts/explanation';
import { CampaignBadge } from './campaign-badge';

/**
 * The one state of a campaign: what it does for a running or paused one, where it stands for the others. Before the
 * explanation has arrived its own state stands there, so that nothing jumps.
 */
export function CampaignState({ campaign, explanation }: { campaign: Campaign; explanation: Explanation | undefined }) {
  const live = campaign.state === 'running' || campaign.state === 'paused';
  if (!live || explanation === undefined) return <CampaignBadge state={campaign.state} />;
  return <StatePill state={sendingStateOf(explanation)} />;
}

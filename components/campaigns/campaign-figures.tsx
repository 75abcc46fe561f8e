'use client';

import { useQuery } from '@tanstack/react-query';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Campaign } from '@/lib/contracts/campaigns';
import { CampaignState } from './campaign-state';

/** Figures of a row in the list are read less often than the page of one campaign. */
const SLOWER = 4;

/** The state of a campaign in the list. */
export function LiveCampaignState({ campaign }: { campaign: Campaign }) {
  const explanation = useExplanation(campaign);
  return <CampaignState campaign={campaign} explanation={explanation.data} />;
}

/** What holds a campaign back, or what it does next, in one sentence. */
export function CampaignReason({ campaign }: { campaign: Campaign }) {
  const explanation = useExplanation(campaign);
  if (campaign.state === 'draft') return <span className="text-muted">Not launched.</span>;
  if (campaign.state === 'completed') return <span className="text-muted">Everyone is done.</span>;
  if (campaign.state === 'archived') return <span className="text-muted">–</span>;
  if (explanation.isError) return <span className="text-warn">not known</span>;
  // Two lines are kept free while it is being read, so that the rows below stay where they are.
  return <span className="block min-h-10 max-w-[48ch]">{explanation.data?.headline ?? ''}</span>;
}

/** How many people a campaign has, and how many of them were invited, written to and replied. */
export function CampaignProgress({ campaign }: { campaign: Campaign }) {
  const live = useLiveMs() * SLOWER;
  const funnel = useQuery(
    api.campaigns.funnel.queryOptions({
      input: { id: campaign.id },
      enabled: campaign.state !== 'draft',
      refetchInterval: live,
    }),
  );
  return (
    <>
      {campaign.people}
      {campaign.state === 'draft' ? null : (
        <span className="block min-h-5 text-muted">
          {funnel.data === undefined
            ? ''
            : `${funnel.data.invited} invited, ${funnel.data.messaged} written to, ${funnel.data.replied} replied`}
        </span>
      )}
    </>
  );
}

function useExplanation(campaign: Campaign) {
  const live = useLiveMs() * SLOWER;
  return useQuery(
    api.campaigns.explanation.queryOptions({
      input: { id: campaign.id },
      enabled: campaign.state === 'running' || campaign.state === 'paused',
      refetchInterval: live,
    }),
  );
}

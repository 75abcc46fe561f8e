'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { useMay } from '@/components/layout/person-context';
import { ExplanationPanel } from '@/components/state/explanation-panel';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Campaign } from '@/lib/contracts/campaigns';
import { CampaignSends } from './campaign-sends';
import { CampaignState } from './campaign-state';
import { FunnelPanel } from './funnel-panel';
import { PauseCampaign } from './pause-campaign';
import { PeopleTable } from './people-table';
import { StepsSummary } from './steps-summary';

/** One campaign: whether it sends and why not, how far its people came, and every send. */
export function CampaignView({ id }: { id: string }) {
  const campaign = useQuery(api.campaigns.get.queryOptions({ input: { id }, refetchInterval: useLiveMs() }));
  return (
    <QueryContent query={campaign} skeleton="h-96">
      {(data) => <Loaded campaign={data} />}
    </QueryContent>
  );
}

function Loaded({ campaign }: { campaign: Campaign }) {
  const mayWrite = useMay('campaigns.write');
  const explanation = useQuery(
    api.campaigns.explanation.queryOptions({ input: { id: campaign.id }, refetchInterval: useLiveMs() }),
  );
  return (
    <>
      <PageHeader
        title={campaign.name}
        crumbs={[{ href: '/campaigns', label: 'Campaigns' }]}
        aside={<CampaignState campaign={campaign} explanation={explanation.data} />}
        lead={<Lead campaign={campaign} />}
        actions={
          mayWrite ? (
            <>
              <PauseCampaign campaign={campaign} />
              <Button asChild>
                <Link href={`/campaigns/${campaign.id}/edit/people`}>Edit</Link>
              </Button>
            </>
          ) : null
        }
      />
      <div className="grid gap-4">
        {explanation.isPending ? (
          <Skeleton className="h-40" />
        ) : (
          <ExplanationPanel
            title="Why, and what next"
            explanation={explanation.data ?? null}
            onCheckAgain={() => void explanation.refetch()}
          />
        )}
        <div className="grid gap-4 lg:grid-cols-2">
          <FunnelPanel campaignId={campaign.id} />
          <StepsSummary campaignId={campaign.id} />
        </div>
        <PeopleTable campaignId={campaign.id} />
        <CampaignSends campaignId={campaign.id} />
      </div>
    </>
  );
}

function Lead({ campaign }: { campaign: Campaign }) {
  const { people, senderIds } = campaign;
  return (
    <>
      {people} {people === 1 ? 'person' : 'people'}, {senderIds.length}{' '}
      {senderIds.length === 1 ? 'account' : 'accounts'}.
      {campaign.pausedAt === null ? null : (
        <>
          {' '}
          Paused since <Time value={campaign.pausedAt} />
          {campaign.pauseReason === null ? ', no reason given.' : `: ${campaign.pauseReason}`}
        </>
      )}
      {campaign.completedAt === null ? null : (
        <>
          {' '}
          Completed <Time value={campaign.completedAt} />.
        </>
      )}
    </>
  );
}

'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { ExplanationPanel } from '@/components/state/explanation-panel';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { api, client } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Campaign } from '@/lib/contracts/campaigns';
import { CampaignBadge } from './campaign-badge';
import { CampaignSends } from './campaign-sends';
import { FunnelPanel } from './funnel-panel';
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
  const queries = useQueryClient();
  const explanation = useQuery(
    api.campaigns.explanation.queryOptions({ input: { id: campaign.id }, refetchInterval: useLiveMs() }),
  );
  const onSuccess = () => queries.invalidateQueries({ queryKey: api.campaigns.key() });
  const pause = useMutation({ mutationFn: () => client.campaigns.pause({ id: campaign.id }), onSuccess });
  const resume = useMutation({ mutationFn: () => client.campaigns.resume({ id: campaign.id }), onSuccess });
  const error = pause.error ?? resume.error;
  return (
    <>
      <PageHeader
        title={campaign.name}
        crumbs={[{ href: '/campaigns', label: 'Campaigns' }]}
        aside={<CampaignBadge state={campaign.state} />}
        lead={`${campaign.people} people, ${campaign.senderIds.length} ${campaign.senderIds.length === 1 ? 'account' : 'accounts'}`}
        actions={
          <>
            {campaign.state === 'running' ? (
              <Button onClick={() => pause.mutate()} disabled={pause.isPending}>
                Pause campaign
              </Button>
            ) : null}
            {campaign.state === 'paused' ? (
              <Button onClick={() => resume.mutate()} disabled={resume.isPending}>
                Resume campaign
              </Button>
            ) : null}
            <Button asChild>
              <Link href={`/campaigns/${campaign.id}/edit/people`}>Edit</Link>
            </Button>
          </>
        }
      />
      {error === null ? null : <ProblemNote error={error} />}
      <div className="grid gap-4">
        <ExplanationPanel
          title="Why, and what next"
          explanation={explanation.data ?? null}
          onCheckAgain={() => void explanation.refetch()}
        />
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

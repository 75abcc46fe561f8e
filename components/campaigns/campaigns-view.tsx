'use client';

import { useQuery } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import { CampaignBadge } from './campaign-badge';

/** The campaigns of the workspace, newest first. */
export function CampaignsView() {
  const campaigns = useQuery(api.campaigns.list.queryOptions({ input: { limit: 100 }, refetchInterval: useLiveMs() }));
  return (
    <>
      <PageHeader
        title="Campaigns"
        actions={
          <Button asChild variant="primary">
            <Link href="/campaigns/new">New campaign</Link>
          </Button>
        }
      />
      <QueryContent query={campaigns} skeleton="h-64">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState icon={Megaphone} title="No campaign yet">
              A campaign says who is written to, with which words, and how many a day.
            </EmptyState>
          ) : (
            <Table
              caption="Campaigns"
              captionHidden
              columns={[
                {
                  key: 'name',
                  header: 'Campaign',
                  rowHeader: true,
                  cell: (campaign) => (
                    <Link
                      href={
                        campaign.state === 'draft'
                          ? `/campaigns/${campaign.id}/edit/people`
                          : `/campaigns/${campaign.id}`
                      }
                      className="font-medium underline decoration-control"
                    >
                      {campaign.name}
                    </Link>
                  ),
                },
                { key: 'state', header: 'State', cell: (campaign) => <CampaignBadge state={campaign.state} /> },
                { key: 'people', header: 'People', numeric: true, cell: (campaign) => campaign.people },
                { key: 'senders', header: 'Accounts', numeric: true, cell: (campaign) => campaign.senderIds.length },
                {
                  key: 'launched',
                  header: 'Launched',
                  cell: (campaign) =>
                    campaign.launchedAt === null ? (
                      <span className="text-muted">not yet</span>
                    ) : (
                      <Time value={campaign.launchedAt} />
                    ),
                },
              ]}
              rows={page.items}
              rowKey={(campaign) => campaign.id}
            />
          )
        }
      </QueryContent>
    </>
  );
}

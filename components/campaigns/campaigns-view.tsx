'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { useMay } from '@/components/layout/person-context';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Pager, usePages } from '@/components/ui/pager';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Campaign } from '@/lib/contracts/campaigns';
import { CampaignProgress, CampaignReason, LiveCampaignState } from './campaign-figures';
import { useSenderNames } from './sender-names';

/** The campaigns of the workspace, newest first, each with what it does and what holds it back. */
export function CampaignsView() {
  const mayWrite = useMay('campaigns.write');
  const pages = usePages();
  const senderName = useSenderNames();
  const campaigns = useQuery(
    api.campaigns.list.queryOptions({
      input: { limit: PAGE, cursor: pages.cursor },
      refetchInterval: useLiveMs(),
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <>
      <PageHeader
        title="Campaigns"
        lead="Who is written to, with which words, and how many a day."
        actions={
          mayWrite ? (
            <Button asChild variant="primary">
              <Link href="/campaigns/new">New campaign</Link>
            </Button>
          ) : null
        }
      />
      <QueryContent query={campaigns} skeleton="h-96">
        {(page) =>
          page.items.length === 0 && pages.page === 1 ? (
            <EmptyState icon={Megaphone} title="No campaigns yet">
              Build one in five steps; nothing is sent until you launch it.
            </EmptyState>
          ) : (
            <>
              <Table
                caption="Campaigns"
                captionHidden
                columns={columnsOf(senderName)}
                rows={page.items}
                rowKey={(campaign) => campaign.id}
              />
              <Pager pages={pages} nextCursor={page.nextCursor} name="campaigns" />
            </>
          )
        }
      </QueryContent>
    </>
  );
}

/** Each row asks for its own figures, so a page is kept short. */
const PAGE = 20;

function columnsOf(senderName: (accountId: string) => string): Column<Campaign>[] {
  return [
    { key: 'name', header: 'Campaign', rowHeader: true, cell: (campaign) => <Name campaign={campaign} /> },
    { key: 'state', header: 'State', cell: (campaign) => <LiveCampaignState campaign={campaign} /> },
    { key: 'why', header: 'What limits it', cell: (campaign) => <CampaignReason campaign={campaign} /> },
    { key: 'progress', header: 'People', cell: (campaign) => <CampaignProgress campaign={campaign} /> },
    {
      key: 'senders',
      header: 'Accounts',
      cell: (campaign) =>
        campaign.senderIds.length === 0 ? (
          <span className="text-muted">none yet</span>
        ) : (
          campaign.senderIds.map(senderName).join(', ')
        ),
    },
    {
      key: 'launched',
      header: 'Launched',
      cell: (campaign) =>
        campaign.launchedAt === null ? (
          <span className="text-muted">not yet</span>
        ) : (
          <Time value={campaign.launchedAt} format="day" />
        ),
    },
  ];
}

function Name({ campaign }: { campaign: Campaign }) {
  const href = campaign.state === 'draft' ? `/campaigns/${campaign.id}/edit/people` : `/campaigns/${campaign.id}`;
  return (
    <Link href={href} className="font-medium underline decoration-control">
      {campaign.name}
    </Link>
  );
}

'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { AccountFilter } from '@/components/accounts/account-filter';
import { useSenderNames } from '@/components/campaigns/sender-names';
import { PageHeader } from '@/components/layout/page-header';
import { QueryContent } from '@/components/state/query-panel';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Pager, usePages } from '@/components/ui/pager';
import { type Column, Table } from '@/components/ui/table';
import { Tabs } from '@/components/ui/tabs';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Thread } from '@/lib/contracts/threads';
import { lastWord, needsReply, threadName } from './thread-words';

/** The conversations of the accounts that the reader may see: those that wait for an answer first (ux.md §2.9). */
export function InboxView() {
  const [accountId, setAccountId] = useState<string | undefined>(undefined);
  return (
    <>
      <PageHeader
        title="Inbox"
        lead="Conversations of your accounts. Whoever replies gets nothing more from campaigns."
        actions={<AccountFilter value={accountId} onChange={setAccountId} />}
      />
      <Tabs
        label="Conversations"
        items={[
          {
            value: 'unanswered',
            label: 'Needs reply',
            content: <Queue key={accountId} accountId={accountId} unanswered />,
          },
          { value: 'all', label: 'All', content: <Queue key={accountId} accountId={accountId} unanswered={false} /> },
        ]}
      />
    </>
  );
}

function Queue({ accountId, unanswered }: { accountId: string | undefined; unanswered: boolean }) {
  const pages = usePages();
  const columns = useColumns();
  const threads = useQuery(
    api.threads.list.queryOptions({
      input: { limit: 25, accountId, cursor: pages.cursor, ...(unanswered ? { unanswered: 'true' as const } : {}) },
      refetchInterval: useLiveMs(),
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <QueryContent query={threads} skeleton="h-64">
      {(page) =>
        page.items.length === 0 && pages.page === 1 ? (
          <EmptyState icon={Inbox} title={unanswered ? 'No replies waiting' : 'No conversations yet'}>
            {unanswered
              ? 'You are up to date.'
              : 'A conversation appears here when a message is sent, or when somebody writes to one of your accounts.'}
          </EmptyState>
        ) : (
          <>
            <Table
              caption={unanswered ? 'Conversations that need a reply' : 'All conversations'}
              captionHidden
              columns={columns}
              rows={page.items}
              rowKey={(thread) => thread.id}
              empty="Nothing on this page any more."
            />
            <Pager pages={pages} nextCursor={page.nextCursor} name="conversations" />
          </>
        )
      }
    </QueryContent>
  );
}

function useColumns(): Column<Thread>[] {
  const accountName = useSenderNames();
  return [
    {
      key: 'name',
      header: 'Person',
      rowHeader: true,
      cell: (thread) => (
        <Link href={`/inbox/${thread.id}`} className="font-medium underline decoration-control">
          {threadName(thread)}
        </Link>
      ),
    },
    { key: 'account', header: 'Account', cell: (thread) => accountName(thread.accountId) },
    { key: 'last', header: 'Last message', cell: (thread) => <LastWord thread={thread} /> },
    {
      key: 'state',
      header: 'State',
      cell: (thread) =>
        needsReply(thread) ? <Badge tone="info">Needs reply</Badge> : <span className="text-muted">–</span>,
    },
  ];
}

function LastWord({ thread }: { thread: Thread }) {
  const last = lastWord(thread);
  if (last === null) return <span className="text-muted">not known</span>;
  return (
    <>
      {last.by === 'they' ? 'They wrote' : 'You wrote'} <Time value={last.at} />
    </>
  );
}

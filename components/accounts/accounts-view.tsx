'use client';

import { useQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { useMay } from '@/components/layout/person-context';
import { QueryContent } from '@/components/state/query-panel';
import { Since } from '@/components/state/since';
import { StatePill } from '@/components/state/state-pill';
import { todayState } from '@/components/today/today-state';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { meterText, sumKnown } from '@/components/ui/meter';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Today } from '@/lib/contracts/accounts';
import { planWords } from './account-words';

type Entry = Today['accounts'][number];

/** The accounts that the reader may see, each with its state, its room and the reason it waits (ux.md §2.2). */
export function AccountsView() {
  const mayConnect = useMay('accounts.connect');
  const today = useQuery(api.today.queryOptions({ refetchInterval: useLiveMs() }));
  return (
    <>
      <PageHeader
        title="Accounts"
        lead="Sending accounts, with what each has left today and why it waits."
        actions={
          mayConnect ? (
            <Button asChild variant="primary">
              <Link href="/accounts/connect">Connect account</Link>
            </Button>
          ) : null
        }
      />
      <QueryContent query={today} skeleton="h-64">
        {(data) =>
          data.accounts.length === 0 ? (
            <EmptyState icon={UsersRound} title="No LinkedIn account yet">
              Connect one to see its limits before anything is sent.
            </EmptyState>
          ) : (
            <Table
              caption="Accounts"
              captionHidden
              columns={COLUMNS}
              rows={data.accounts}
              rowKey={(entry) => entry.account.id}
            />
          )
        }
      </QueryContent>
    </>
  );
}

const COLUMNS: Column<Entry>[] = [
  {
    key: 'name',
    header: 'Account',
    rowHeader: true,
    cell: ({ account }) => (
      <>
        <Link href={`/accounts/${account.id}`} className="font-medium underline decoration-control">
          {account.name}
        </Link>
        <span className="block text-muted">{planWords(account)}</span>
      </>
    ),
  },
  {
    key: 'state',
    header: 'State',
    cell: (entry) => (
      <>
        <StatePill state={todayState(entry)} />
        <span className="block max-w-[36ch] text-muted">
          {entry.headline}
          <Since since={entry.primary.since} timeZone={entry.account.timeZone ?? undefined} />
        </span>
      </>
    ),
  },
  { key: 'invites', header: 'Invites today', cell: (entry) => roomText(entry, 'invite') },
  { key: 'messages', header: 'Messages today', cell: (entry) => roomText(entry, 'message') },
  {
    key: 'next',
    header: 'Next',
    cell: ({ next, account }) =>
      next === null ? (
        <span className="text-muted">–</span>
      ) : (
        <Time value={next.from} timeZone={account.timeZone ?? undefined} />
      ),
  },
  {
    key: 'zone',
    header: 'Time zone',
    cell: ({ account }) => account.timeZone ?? <span className="text-warn">not set: nothing is sent</span>,
  },
];

function roomText(entry: Entry, kind: string): string {
  const room = entry.room.find((candidate) => candidate.kind === kind);
  if (room === undefined) return 'not known';
  return meterText({
    used: sumKnown(room.sent, room.unknown),
    reserved: room.reserved,
    max: room.effective,
    usedWord: 'sent',
  });
}

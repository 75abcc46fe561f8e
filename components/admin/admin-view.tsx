'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { planWords } from '@/components/accounts/account-words';
import { InstallationPanel } from '@/components/installation/installation-panel';
import { PageHeader } from '@/components/layout/page-header';
import { QueryContent, QueryPanel } from '@/components/state/query-panel';
import { Since } from '@/components/state/since';
import { StatePill } from '@/components/state/state-pill';
import { todayState } from '@/components/today/today-state';
import { Badge } from '@/components/ui/badge';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Today } from '@/lib/contracts/accounts';
import { budgetWords } from '@/lib/domain/limits/budget-words';
import { AuditPanel } from './audit-panel';
import { MembersPanel } from './members-panel';
import { StopsPanel } from './stops-panel';
import { byUrgency } from './urgency';

/** Every account of the workspace, the most urgent first, and who may do what (ux.md §2.12). */
export function AdminView() {
  const me = useQuery(api.me.queryOptions());
  return (
    <>
      <PageHeader title="Admin" lead="Every sending account of the workspace, the most urgent first." />
      <QueryContent query={me} skeleton="h-96">
        {({ role }) =>
          role === 'owner' || role === 'admin' ? (
            <div className="grid gap-4">
              <InstallationPanel />
              <Fleet />
              <StopsPanel />
              <MembersPanel />
              <AuditPanel />
            </div>
          ) : (
            <p>This page is for admins and owners. Ask one of them if an account needs a change.</p>
          )
        }
      </QueryContent>
    </>
  );
}

type Entry = Today['accounts'][number];

function Fleet() {
  const today = useQuery(api.today.queryOptions({ refetchInterval: useLiveMs() }));
  const members = useQuery(api.members.list.queryOptions({ input: { limit: 200 } }));
  const names = new Map((members.data?.items ?? []).map((member) => [member.id, member.name]));
  return (
    <QueryPanel query={today} title="Accounts" skeleton="h-64">
      {(data) => (
        <>
          <p className="mb-2">
            {count(data, 'sending')} sending, {count(data, 'waiting')} waiting, {count(data, 'blocked')} need action,{' '}
            {count(data, 'stopped')} stopped, {count(data, 'unknown')} unknown.
          </p>
          <Table
            caption="Accounts of the workspace"
            captionHidden
            columns={columnsOf(names)}
            rows={data.accounts.toSorted(byUrgency)}
            rowKey={(entry) => entry.account.id}
            empty="No account is connected yet."
          />
        </>
      )}
    </QueryPanel>
  );
}

function count(data: Today, verdict: Entry['verdict']): number {
  return data.accounts.filter((entry) => entry.verdict === verdict).length;
}

function columnsOf(names: Map<string, string>): Column<Entry>[] {
  return [
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
    { key: 'owner', header: 'Owner', cell: ({ account }) => names.get(account.ownerId) ?? '' },
    {
      key: 'state',
      header: 'State',
      cell: (entry) => (
        <>
          <StatePill state={todayState(entry)} />
          {entry.verdict === 'sending' || entry.verdict === 'waiting' ? null : (
            <span className="block max-w-[36ch] text-muted">
              {entry.headline}
              <Since since={entry.primary.since} timeZone={entry.account.timeZone ?? undefined} />
            </span>
          )}
        </>
      ),
    },
    { key: 'ramp', header: 'Ramp', cell: ({ account }) => <RampWeek id={account.id} /> },
    { key: 'today', header: 'Invites today', cell: (entry) => <Invites entry={entry} /> },
    { key: 'signals', header: 'Signals', cell: ({ account }) => <Signals id={account.id} /> },
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
  ];
}

function RampWeek({ id }: { id: string }) {
  const ramp = useQuery(api.accounts.ramp.queryOptions({ input: { id }, staleTime: 60_000 }));
  if (ramp.data === undefined) return <Unread failed={ramp.isError} />;
  return (
    <>
      week {ramp.data.week} of {ramp.data.weeks}
      <span className="block text-muted">{ramp.data.today.decision.replaceAll('_', ' ')}</span>
    </>
  );
}

function Invites({ entry }: { entry: Entry }) {
  const room = entry.room.find((one) => one.kind === 'invite');
  if (room === undefined || room.effective === null || room.sent === null) return <>not known</>;
  return (
    <>
      {room.sent} of {room.effective}
      {room.bindingBudget === null ? null : (
        <span className="block text-muted">by {budgetWords(room.bindingBudget)}</span>
      )}
    </>
  );
}

function Signals({ id }: { id: string }) {
  const signals = useQuery(api.accounts.signals.queryOptions({ input: { id, limit: 20 }, staleTime: 30_000 }));
  const n = signals.data?.items.length;
  if (n === undefined) return <Unread failed={signals.isError} />;
  return n === 0 ? <>none</> : <Badge tone="warn">{n} signals</Badge>;
}

/** A figure that is on its way, or that could not be read. */
function Unread({ failed }: { failed: boolean }) {
  return <span className="text-muted">{failed ? 'not known' : '…'}</span>;
}

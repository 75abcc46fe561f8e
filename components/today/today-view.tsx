'use client';

import { useQuery } from '@tanstack/react-query';
import { Megaphone, Upload, UsersRound } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { QueryContent, QueryPanel } from '@/components/state/query-panel';
import { Since } from '@/components/state/since';
import { StatePill } from '@/components/state/state-pill';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Meter, sumKnown } from '@/components/ui/meter';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Today } from '@/lib/contracts/accounts';
import { actionWords, budgetWords } from '@/lib/domain/limits/budget-words';
import { HeldSends } from './held-sends';
import { Replies } from './replies';
import { todayState } from './today-state';

/** In five seconds: is anything wrong, what has gone out, what goes next, what needs me (ux.md §2.1). */
export function TodayView() {
  const today = useQuery(api.today.queryOptions({ refetchInterval: useLiveMs() }));
  return (
    <>
      <PageHeader
        title="Today"
        lead={
          today.data === undefined ? null : (
            <>
              As of <Time value={today.data.asOf} />. Every figure is counted from the send ledger.
            </>
          )
        }
      />
      <QueryContent query={today} skeleton="h-96">
        {(data) => (data.accounts.length === 0 ? <FirstSteps /> : <Day data={data} />)}
      </QueryContent>
    </>
  );
}

function Day({ data }: { data: Today }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Panel title="Status" summary={summaryOf(data)} className="lg:col-span-2">
        <ul className="grid gap-2">
          {data.accounts.map((entry) => (
            <li key={entry.account.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <StatePill state={todayState(entry)} />
              <Link href={`/accounts/${entry.account.id}`} className="font-medium underline decoration-control">
                {entry.account.name}
              </Link>
              <span className="text-muted">
                {entry.headline}
                <Since since={entry.primary.since} timeZone={entry.account.timeZone ?? undefined} />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <NeedsYou data={data} />
      <NextUp data={data} />
      <Replies />
      <HeldSends />
      {data.accounts.map((entry) => (
        <SentToday key={entry.account.id} entry={entry} />
      ))}
      <Campaigns />
    </div>
  );
}

function summaryOf(data: Today): string {
  const sending = data.accounts.filter((entry) => entry.verdict === 'sending').length;
  return `${sending} of ${data.accounts.length} ${data.accounts.length === 1 ? 'account is' : 'accounts are'} sending.`;
}

function NeedsYou({ data }: { data: Today }) {
  return (
    <Panel title={`Needs you (${data.needsYou.length})`}>
      {data.needsYou.length === 0 ? (
        <p className="text-muted">Nothing waits for you.</p>
      ) : (
        <ul className="ml-4 list-disc space-y-1">
          {data.needsYou.map((item) => (
            <li key={item.accountId}>
              <Link href={`/accounts/${item.accountId}`} className="underline decoration-control">
                {item.text}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function NextUp({ data }: { data: Today }) {
  const next = data.accounts.flatMap((entry) => (entry.next === null ? [] : [{ ...entry, next: entry.next }]));
  return (
    <Panel title="Next up" summary="Times are approximate because sends are spread at random inside working hours.">
      {next.length === 0 ? (
        <p className="text-muted">Nothing is planned for now.</p>
      ) : (
        <ul className="space-y-1">
          {next.map((entry) => (
            <li key={entry.account.id}>
              <Time value={entry.next.from} timeZone={entry.account.timeZone ?? undefined} hideZone /> to{' '}
              <Time value={entry.next.to} timeZone={entry.account.timeZone ?? undefined} format="time" />:{' '}
              {actionWords(entry.next.kind)} by {entry.account.name}
              <span className="text-muted"> · {entry.due ?? 'not known how many'} due</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const KINDS: Record<string, string> = { invite: 'Invites', message: 'Messages', inmail: 'InMail' };

function SentToday({ entry }: { entry: Today['accounts'][number] }) {
  return (
    <Panel title={`Sent today: ${entry.account.name}`}>
      <div className="grid gap-3">
        {entry.room.map((room) => (
          <Meter
            key={room.kind}
            label={KINDS[room.kind] ?? room.kind}
            used={sumKnown(room.sent, room.unknown)}
            reserved={room.reserved}
            max={room.effective}
            note={
              room.effective === null
                ? 'The limit of today is not known, so nothing is sent.'
                : `Limited by: ${budgetWords(room.bindingBudget ?? `${room.kind}.day`)}${room.target === null ? '' : `. Aims at ${room.target} today`}`
            }
          />
        ))}
      </div>
    </Panel>
  );
}

function Campaigns() {
  const campaigns = useQuery(
    api.campaigns.list.queryOptions({ input: { state: 'running', limit: 10 }, refetchInterval: useLiveMs() }),
  );
  return (
    <QueryPanel query={campaigns} title="Campaigns" skeleton="h-16" className="lg:col-span-2">
      {(page) =>
        page.items.length === 0 ? (
          <p className="text-muted">No campaign is running.</p>
        ) : (
          <ul className="space-y-1">
            {page.items.map((campaign) => (
              <li key={campaign.id}>
                <Link href={`/campaigns/${campaign.id}`} className="font-medium underline decoration-control">
                  {campaign.name}
                </Link>{' '}
                <span className="text-muted">
                  {campaign.people} people, {campaign.senderIds.length}{' '}
                  {campaign.senderIds.length === 1 ? 'account' : 'accounts'}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </QueryPanel>
  );
}

/** What a new workspace does first. */
function FirstSteps() {
  const steps = [
    {
      href: '/accounts/connect',
      icon: UsersRound,
      title: 'Connect a LinkedIn account',
      text: 'You see its limits before anything is sent.',
    },
    {
      href: '/import',
      icon: Upload,
      title: 'Import people',
      text: 'A CSV with profile addresses; every row gets a verdict.',
    },
    {
      href: '/campaigns/new',
      icon: Megaphone,
      title: 'Build a campaign',
      text: 'Steps, daily caps and a forecast of the first days.',
    },
  ];
  return (
    <div className="grid gap-4 md:grid-cols-3">
      {steps.map((step) => (
        <EmptyState
          key={step.href}
          icon={step.icon}
          title={step.title}
          action={
            <Button asChild>
              <Link href={step.href}>{step.title}</Link>
            </Button>
          }
        >
          {step.text}
        </EmptyState>
      ))}
    </div>
  );
}

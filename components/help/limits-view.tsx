'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageHeader } from '@/components/layout/page-header';
import { QueryContent } from '@/components/state/query-panel';
import { Panel } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { api } from '@/lib/client/api';
import type { Limit } from '@/lib/contracts/workspace';
import { budgetWords, windowWords } from '@/lib/domain/limits/budget-words';

const SECTIONS: { id: string; title: string; text: ReactNode; has: (limit: Limit) => boolean }[] = [
  {
    id: 'invites',
    title: 'Invites',
    text: 'Connection requests. LinkedIn publishes no exact number: these are recommendations of the sources named. Above the red line the risk of a restriction rises.',
    has: (limit) => limit.provider === 'linkedin' && limit.caps !== null && limit.key.startsWith('invite'),
  },
  {
    id: 'bucket',
    title: 'The shared bucket',
    text: 'Messages, profile views, comments and reactions share one count a day. What views use up is missing for messages.',
    has: (limit) =>
      limit.caps !== null && /^(engagement|message|profile_view|comment|reaction|withdraw)\./.test(limit.key),
  },
  {
    id: 'inmail',
    title: 'InMail',
    text: 'Messages to people who are not connected. The plan’s monthly credits usually end before the cap does.',
    has: (limit) => limit.caps !== null && limit.key.startsWith('inmail'),
  },
];

/** Every limit with its source, from the catalogue that the engine enforces. */
export function LimitsView() {
  const limits = useQuery(api.limits.list.queryOptions());
  return (
    <>
      <PageHeader
        title="Limits"
        lead="Every number here is the one that the engine enforces, with where it comes from."
      />
      <QueryContent query={limits} skeleton="h-96">
        {(data) => (
          <div className="grid gap-4">
            {SECTIONS.map((section) => (
              <div key={section.id} id={section.id} className="scroll-mt-20">
                <Panel title={section.title} summary={section.text}>
                  <Table
                    caption={section.title}
                    captionHidden
                    columns={CAP_COLUMNS}
                    rows={data.items.filter(section.has)}
                    rowKey={(limit) => limit.key}
                  />
                </Panel>
              </div>
            ))}
            <div id="ramp" className="scroll-mt-20">
              <Panel title="The ramp">
                <p className="max-w-[72ch]">
                  A new account starts at about 10 invites a day and reaches its target in six weeks, an established one
                  in four. Once a day the ramp goes on, holds or steps back: on when a quarter of at least 20 invites
                  was accepted and no limit was met, back when acceptance falls under 15 % or two limits were met in a
                  week. Without today’s decision nothing is sent.
                </p>
              </Panel>
            </div>
            <div id="effective" className="scroll-mt-20">
              <Panel title="How limits combine">
                <p className="max-w-[72ch]">
                  What may be sent today is the smallest of all of them: the campaign’s cap, the account’s own caps, the
                  ramp, the shared bucket, what is left of the week, and what the network last said. Each send takes a
                  place in every one of them at once, or in none. If one of them is not known, nothing is sent.
                </p>
                <Table
                  caption="Least time between two sends of a kind"
                  columns={[
                    { key: 'action', header: 'Action', rowHeader: true, cell: (gap) => gap.action },
                    { key: 'gap', header: 'Seconds', numeric: true, cell: (gap) => gap.gapMsMin / 1_000 },
                  ]}
                  rows={data.gaps}
                  rowKey={(gap) => gap.action}
                />
              </Panel>
            </div>
            <Panel title="Other networks and reads">
              <Table
                caption="Other limits"
                captionHidden
                columns={[
                  { key: 'provider', header: 'Network', cell: (limit) => limit.provider },
                  { key: 'key', header: 'Limit', rowHeader: true, cell: (limit) => limit.key },
                  { key: 'value', header: 'Value', cell: (limit) => limit.value ?? '' },
                  { key: 'window', header: 'Window', cell: (limit) => windowWords(limit.window) },
                  { key: 'words', header: 'Note', cell: (limit) => limit.words },
                ]}
                rows={data.items.filter((limit) => limit.caps === null)}
                rowKey={(limit) => `${limit.provider} ${limit.key} ${limit.window}`}
              />
            </Panel>
          </div>
        )}
      </QueryContent>
    </>
  );
}

const CAP_COLUMNS: Column<Limit>[] = [
  {
    key: 'key',
    header: 'Budget',
    rowHeader: true,
    cell: (limit) => (
      <>
        {budgetWords(limit.key)} <span className="text-muted">{windowWords(limit.window)}</span>
      </>
    ),
  },
  { key: 'default', header: 'Default', numeric: true, cell: (limit) => both(limit, (cap) => cap.cap) },
  { key: 'hard', header: 'Hard cap', numeric: true, cell: (limit) => both(limit, (cap) => cap.hardCap) },
  { key: 'red', header: 'Red line', cell: (limit) => redLine(limit) },
  { key: 'words', header: 'Note', cell: (limit) => limit.words },
  { key: 'source', header: 'Source', cell: (limit) => limit.sources.join('; ') },
];

type Cap = NonNullable<Limit['caps']>['free'];

/** One number, or the free plan's beside the paid one's where they differ. */
function both(limit: Limit, pick: (cap: Cap) => number): string {
  if (limit.caps === null) return '';
  const [free, paid] = [pick(limit.caps.free), pick(limit.caps.premium)];
  return free === paid ? String(paid) : `${paid} (free plan ${free})`;
}

function redLine(limit: Limit): string {
  const line = limit.caps?.premium.redLine ?? null;
  if (line === null) return 'none';
  return line.op === '>' ? `above ${line.value}` : `from ${line.value}`;
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { PageHeader } from '@/components/layout/page-header';
import { QueryContent } from '@/components/state/query-panel';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import type { Limit } from '@/lib/contracts/workspace';
import { LimitDialog } from './limit-dialog';
import { LimitHistory } from './limit-history';
import { LimitTable, ValueTable } from './limit-table';
import { type LimitLine, networkWords } from './limit-words';

/** Every limit with its source, from the catalogue that the engine enforces. */
export function LimitsView() {
  const limits = useQuery(api.limits.list.queryOptions());
  const me = useQuery(api.me.queryOptions());
  const [line, setLine] = useState<LimitLine | null>(null);
  const may = (permission: string) => me.data?.permissions.includes(permission) === true;
  const onChange = may('limits.write') ? { onChange: setLine } : {};
  return (
    <>
      <PageHeader
        title="Limits"
        lead="Every number that protects an account, with what its sources say and which of them rules where they differ."
      />
      <QueryContent query={limits} skeleton="h-96">
        {({ items, changes }) => (
          <div className="grid gap-4">
            {BUDGET_SECTIONS.map((section) => (
              <Anchor key={section.id} id={section.id}>
                <Panel title={section.title} summary={section.text}>
                  <LimitTable title={section.title} limits={items.filter(section.has)} {...onChange} />
                </Panel>
              </Anchor>
            ))}
            {VALUE_SECTIONS.map((section) => (
              <Anchor key={section.id} id={section.id}>
                <Panel title={section.title} summary={section.text}>
                  <ValueTable
                    title={section.title}
                    limits={items.filter(
                      (limit) =>
                        limit.caps === null && limit.provider === 'linkedin' && section.of.includes(limit.section),
                    )}
                  />
                </Panel>
              </Anchor>
            ))}
            {networksOf(items).map((provider) => (
              <NetworkPanel key={provider} provider={provider} items={items} {...onChange} />
            ))}
            <LimitHistory changes={changes} />
            {line === null ? null : (
              <LimitDialog line={line} mayLift={may('limits.lift_hard_cap')} onClose={() => setLine(null)} />
            )}
          </div>
        )}
      </QueryContent>
    </>
  );
}

function Anchor({ id, children }: { id: string; children: ReactNode }) {
  return (
    <div id={id} className="scroll-mt-20">
      {children}
    </div>
  );
}

interface NetworkPanelProps {
  provider: string;
  items: Limit[];
  onChange?: (line: LimitLine) => void;
}

function NetworkPanel({ provider, items, ...change }: NetworkPanelProps) {
  const own = items.filter((limit) => limit.provider === provider);
  const title = networkWords(provider);
  const counted = own.filter((limit) => limit.caps !== null);
  const values = own.filter((limit) => limit.caps === null);
  return (
    <Panel title={title} summary="Kept for when Headroom sends on this network; it does not yet.">
      {counted.length === 0 ? null : <LimitTable title={`${title}: caps`} limits={counted} {...change} />}
      {values.length === 0 ? null : <ValueTable title={`${title}: other numbers`} limits={values} />}
    </Panel>
  );
}

function networksOf(items: Limit[]): string[] {
  return [...new Set(items.map((limit) => limit.provider))].filter((provider) => provider !== 'linkedin');
}

const counted = (pattern: RegExp) => (limit: Limit) => limit.counted && pattern.test(limit.key);

const BUDGET_SECTIONS: { id: string; title: string; text: string; has: (limit: Limit) => boolean }[] = [
  {
    id: 'invites',
    title: 'Invites',
    text: 'Connection requests. LinkedIn publishes no exact number: these are recommendations of the sources named. Above the red line the risk of a restriction rises.',
    has: counted(/^invite/),
  },
  {
    id: 'bucket',
    title: 'The shared bucket',
    text: 'Messages, profile views, comments and reactions share one count a day. What views use up is missing for messages.',
    has: counted(/^(engagement|message|profile_view|comment|reaction|withdraw)\./),
  },
  {
    id: 'inmail',
    title: 'InMail',
    text: 'Messages to people who are not connected. The plan’s monthly credits usually end before the cap does.',
    has: counted(/^inmail/),
  },
  {
    id: 'attempts',
    title: 'Calls',
    text: 'Every call that reached LinkedIn, whatever it answered, so that a list of impossible people cannot become hundreds of calls.',
    has: counted(/^attempt\./),
  },
  {
    id: 'reads',
    title: 'Reads',
    text: 'What is read from LinkedIn without doing anything there.',
    has: (limit) => limit.provider === 'linkedin' && limit.caps !== null && !limit.counted,
  },
];

const VALUE_SECTIONS: { id: string; title: string; text: string; of: number[] }[] = [
  {
    id: 'ramp',
    title: 'The ramp',
    text: 'A new account starts low and reaches its target in weeks. Once a day the ramp goes on, holds or steps back. Without today’s decision nothing is sent.',
    of: [2],
  },
  {
    id: 'effective',
    title: 'How limits combine',
    text: 'What may be sent today is the smallest of all of them: the campaign’s cap, the account’s own caps, the ramp, the shared bucket, what is left of the week, and what the network last said. Each send takes a place in every one of them at once, or in none. If one of them is not known, nothing is sent. These numbers space the sends.',
    of: [1, 4],
  },
  {
    id: 'answers',
    title: 'What an answer of LinkedIn stops',
    text: 'An answer that names a limit stops its action at once; nothing is tried again during a stop.',
    of: [5],
  },
];

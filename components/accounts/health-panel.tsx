'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { QueryPanel } from '@/components/state/query-panel';
import { Badge, type Tone } from '@/components/ui/badge';
import { Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { useLiveMs } from '@/lib/client/query-provider';
import type { Account, HealthFactor } from '@/lib/contracts/accounts';
import { SignalsPanel } from './signals-panel';

const VERDICTS: Record<string, { tone: Tone; word: string }> = {
  good: { tone: 'ok', word: 'Good' },
  warning: { tone: 'warn', word: 'Watch' },
  bad: { tone: 'risk', word: 'Bad' },
  unknown: { tone: 'idle', word: 'Not known' },
};

/** Health factor by factor, and below it what the provider has answered (limits.md §2, §5). */
export function HealthPanel({ account }: { account: Account }) {
  const refetchInterval = useLiveMs();
  const health = useQuery(api.accounts.health.queryOptions({ input: { id: account.id }, refetchInterval }));
  const timeZone = account.timeZone ?? undefined;
  return (
    <>
      <QueryPanel query={health} title="Health" skeleton="h-48">
        {(data) => (
          <Table
            caption="Health factors"
            captionHidden
            columns={[
              { key: 'label', header: 'Factor', rowHeader: true, cell: (factor) => factor.label },
              { key: 'verdict', header: 'Verdict', cell: (factor) => <Verdict verdict={factor.verdict} /> },
              { key: 'value', header: 'Value', cell: (factor) => valueText(factor, timeZone) },
              { key: 'detail', header: 'What it means', cell: (factor) => factor.detail },
            ]}
            rows={data.factors}
            rowKey={(factor) => factor.code}
          />
        )}
      </QueryPanel>
      <SignalsPanel account={account} />
    </>
  );
}

function Verdict({ verdict }: { verdict: string }) {
  const look = VERDICTS[verdict] ?? { tone: 'idle' as const, word: verdict };
  return <Badge tone={look.tone}>{look.word}</Badge>;
}

/** A factor's value in its own unit; a share names how many it was made of. */
function valueText({ value, unit, sample }: HealthFactor, timeZone?: string): ReactNode {
  if (value === null) return 'not known';
  if (unit === 'moment') return <Time value={String(value)} timeZone={timeZone} />;
  return unit === 'share' ? `${Math.round(Number(value) * 100)} % of ${sample ?? 0}` : value;
}

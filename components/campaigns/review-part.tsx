'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { QueryPanel } from '@/components/state/query-panel';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import { BUILDER_PARTS, partOfPath, placeOfPath } from './builder-parts';
import { ForecastPanel } from './forecast-panel';
import { LaunchPanel } from './launch-panel';
import { useForecast } from './use-forecast';

interface Problem {
  severity: 'block' | 'warn';
  code: string;
  path: string;
  message: string;
}

/** What keeps the campaign from starting, what its owner should know, the forecast, and the launch. */
export function ReviewPart({ campaign }: { campaign: Campaign }) {
  const problems = useQuery(api.campaigns.problems.queryOptions({ input: { id: campaign.id } }));
  const forecast = useForecast(campaign.id);
  return (
    <>
      <QueryPanel query={problems} title="Checklist" skeleton="h-40">
        {({ problems: items }) => <Checklist campaign={campaign} items={items} />}
      </QueryPanel>
      <ForecastPanel campaign={campaign} />
      {campaign.state === 'draft' ? (
        <LaunchPanel campaign={campaign} problems={problems.data?.problems} firstOn={forecast.data?.firstOn ?? null} />
      ) : (
        <Panel title="Launched">
          <Link href={`/campaigns/${campaign.id}`} className="underline">
            Open the campaign
          </Link>
        </Panel>
      )}
    </>
  );
}

function Checklist({ campaign, items }: { campaign: Campaign; items: Problem[] }) {
  if (items.length === 0) {
    return (
      <p className="flex items-center gap-2">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" /> Everything is ready.
      </p>
    );
  }
  // What blocks comes first; the order within each stays that of the builder.
  const sorted = [...items].sort((a, b) => Number(b.severity === 'block') - Number(a.severity === 'block'));
  return (
    <ul className="grid gap-2">
      {sorted.map((problem) => (
        <Item key={`${problem.path} ${problem.code} ${problem.message}`} campaign={campaign} problem={problem} />
      ))}
    </ul>
  );
}

function Item({ campaign, problem }: { campaign: Campaign; problem: Problem }) {
  const blocks = problem.severity === 'block';
  const Icon = blocks ? CircleAlert : TriangleAlert;
  const part = partOfPath(problem.path);
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${blocks ? 'text-risk' : 'text-warn'}`} />
      <span className="min-w-0">
        <span className="font-medium">{blocks ? 'Blocks the launch' : 'Warning'}:</span> {problem.message}{' '}
        <Link href={`/campaigns/${campaign.id}/edit/${placeOfPath(problem.path)}`} className="underline">
          Open {BUILDER_PARTS.find((one) => one.part === part)?.label}
        </Link>
      </span>
    </li>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { StackedBar } from '@/components/charts/stacked-bar';
import { QueryPanel } from '@/components/state/query-panel';
import { Panel } from '@/components/ui/panel';
import { dateWords } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import { BUILDER_PARTS, partOfPath, placeOfPath } from './builder-parts';
import { LaunchPanel } from './launch-panel';

interface Problem {
  severity: 'block' | 'warn';
  code: string;
  path: string;
  message: string;
}

/** What keeps the campaign from starting, what its owner should know, the first days, and the launch. */
export function ReviewPart({ campaign }: { campaign: Campaign }) {
  const problems = useQuery(api.campaigns.problems.queryOptions({ input: { id: campaign.id } }));
  const forecast = useQuery(api.campaigns.forecast.queryOptions({ input: { id: campaign.id } }));
  return (
    <>
      <QueryPanel query={problems} title="Checklist" skeleton="h-40">
        {({ problems: items }) => <Checklist campaign={campaign} items={items} />}
      </QueryPanel>
      <QueryPanel query={forecast} title="The first days" skeleton="h-72">
        {(data) =>
          data.days.length === 0 ? (
            <p className="text-muted">No day has room for a send yet.</p>
          ) : (
            <StackedBar
              title="Invites a day"
              summary={forecastSentence(data)}
              rows={data.days
                .slice(0, DAYS_SHOWN)
                .map((day) => ({ label: dateWords(day.date) ?? '', values: { invite: day.invites } }))}
              series={[{ key: 'invite', label: 'Invites', color: 'var(--series-invite)', pattern: 'solid' }]}
            />
          )
        }
      </QueryPanel>
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

const DAYS_SHOWN = 14;

function forecastSentence(data: { firstOn: string | null; finishesOn: string | null }): string {
  const first = `First sends on ${dateWords(data.firstOn) ?? 'a day to come'}.`;
  if (data.finishesOn === null) return `${first} Not everyone is reached within 120 days.`;
  return `${first} Everyone is invited by about ${dateWords(data.finishesOn)}, if the ramp goes on.`;
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

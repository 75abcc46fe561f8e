'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import Link from 'next/link';
import { PageHeader } from '@/components/layout/page-header';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Fact } from '@/components/ui/fact';
import { Panel } from '@/components/ui/panel';
import { dateWords } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import { BuilderDraft, useLeave } from './builder-draft';
import { BUILDER_PARTS, type BuilderPart, partOfPath } from './builder-parts';
import { CampaignBadge } from './campaign-badge';
import { CapsPart } from './caps-part';
import { ForecastState } from './forecast-state';
import { bindingWords, spreadWords } from './forecast-words';
import { PeoplePart } from './people-part';
import { ReviewPart } from './review-part';
import { SchedulePart } from './schedule-part';
import { StepsPart } from './steps-part';
import { useForecast } from './use-forecast';

const PARTS: Record<BuilderPart, (props: { campaign: Campaign }) => React.ReactNode> = {
  people: PeoplePart,
  steps: StepsPart,
  caps: CapsPart,
  schedule: SchedulePart,
  review: ReviewPart,
};

/** The builder of a campaign: its parts at the left, the chosen one, and the forecast, which follows every change. */
export function Builder({ id, part }: { id: string; part: BuilderPart }) {
  const campaign = useQuery(api.campaigns.get.queryOptions({ input: { id } }));
  return (
    <QueryContent query={campaign} skeleton="h-96">
      {(data) => (
        <BuilderDraft>
          <Loaded campaign={data} part={part} />
        </BuilderDraft>
      )}
    </QueryContent>
  );
}

function Loaded({ campaign, part }: { campaign: Campaign; part: BuilderPart }) {
  const Part = PARTS[part];
  const at = BUILDER_PARTS.findIndex((one) => one.part === part);
  const before = BUILDER_PARTS[at - 1];
  const after = BUILDER_PARTS[at + 1];
  const leave = useLeave();
  const to = (name: BuilderPart) => void leave(`/campaigns/${campaign.id}/edit/${name}`);
  return (
    <>
      <PageHeader
        title={campaign.name}
        crumbs={[
          { href: '/campaigns', label: 'Campaigns' },
          ...(campaign.state === 'draft' ? [] : [{ href: `/campaigns/${campaign.id}`, label: campaign.name }]),
        ]}
        aside={<CampaignBadge state={campaign.state} />}
        lead={campaign.state === 'draft' ? undefined : 'Changes apply to people who have not reached the step yet.'}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[11rem_minmax(0,1fr)] xl:grid-cols-[11rem_minmax(0,1fr)_15rem]">
        <PartList campaign={campaign} part={part} />
        <div className="grid min-w-0 content-start gap-4">
          <Part campaign={campaign} />
          <div className="flex flex-wrap justify-between gap-2">
            {before === undefined ? <span /> : <Button onClick={() => to(before.part)}>Back</Button>}
            {after === undefined ? null : (
              <Button variant="primary" onClick={() => to(after.part)}>
                Next
              </Button>
            )}
          </div>
        </div>
        <Forecast campaign={campaign} />
      </div>
    </>
  );
}

function PartList({ campaign, part }: { campaign: Campaign; part: BuilderPart }) {
  const problems = useQuery(api.campaigns.problems.queryOptions({ input: { id: campaign.id } }));
  const leave = useLeave();
  const blocked = (name: BuilderPart) =>
    problems.data?.problems.filter((problem) => problem.severity === 'block' && partOfPath(problem.path) === name)
      .length ?? 0;
  return (
    <nav aria-label="Parts of the campaign">
      <ol className="flex gap-1 overflow-x-auto lg:flex-col">
        {BUILDER_PARTS.map((one) => {
          const open = one.part === 'review' ? 0 : blocked(one.part);
          const Icon = open > 0 ? CircleAlert : CircleCheck;
          const href = `/campaigns/${campaign.id}/edit/${one.part}`;
          return (
            <li key={one.part} className="shrink-0">
              <Link
                href={href}
                onClick={(event) => {
                  // A new tab keeps this page and its changes; only a move away has to store them.
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  void leave(href);
                }}
                aria-current={one.part === part ? 'step' : undefined}
                className={cn(
                  'flex min-h-11 items-center gap-2 rounded-control px-3 md:min-h-9',
                  one.part === part ? 'bg-sunken font-medium' : 'hover:bg-sunken',
                )}
              >
                {problems.data === undefined || one.part === 'review' ? null : (
                  <Icon aria-hidden className={cn('size-4 shrink-0', open > 0 ? 'text-warn' : 'text-ok')} />
                )}
                {one.label}
                {problems.data === undefined || one.part === 'review' ? null : (
                  <span className="sr-only">{open > 0 ? `, needs attention: ${open}` : ', done'}</span>
                )}
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Forecast({ campaign }: { campaign: Campaign }) {
  const query = useForecast(campaign.id);
  return (
    <Panel title="Forecast in short" busy={query.isPending} className="self-start lg:col-start-2 xl:col-start-auto">
      <ForecastState query={query}>
        {(data) => (
          <dl className="grid gap-2">
            <Fact name="People to reach" value={String(data.people)} />
            <Fact name="To look up first" value={String(data.lookUps)} />
            <Fact name="First sends" value={dateWords(data.firstOn) ?? 'not yet'} />
            <Fact name="Everyone written to by about" value={spreadWords(data.begun, data.horizonDays)} />
            <Fact name="Held back by" value={bindingWords(data)} />
          </dl>
        )}
      </ForecastState>
    </Panel>
  );
}

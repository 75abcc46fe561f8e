'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { StackedBar } from '@/components/charts/stacked-bar';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent, QueryPanel } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import { partOfPath } from './builder-parts';

/** What keeps the campaign from starting, what its owner should know, the first days, and the launch. */
export function ReviewPart({ campaign }: { campaign: Campaign }) {
  const problems = useQuery(api.campaigns.problems.queryOptions({ input: { id: campaign.id } }));
  const forecast = useQuery(api.campaigns.forecast.queryOptions({ input: { id: campaign.id } }));
  return (
    <>
      <QueryPanel query={problems} title="Checklist" skeleton="h-40">
        {({ problems: items }) => (
          <ul className="grid gap-2">
            {items.length === 0 ? (
              <li className="flex items-center gap-2">
                <CircleCheck aria-hidden className="size-4 text-ok" /> Everything is ready.
              </li>
            ) : null}
            {items.map((problem) => {
              const blocks = problem.severity === 'block';
              const Icon = blocks ? CircleAlert : TriangleAlert;
              return (
                <li key={`${problem.path} ${problem.code}`} className="flex items-start gap-2">
                  <Icon
                    aria-hidden
                    className={blocks ? 'mt-0.5 size-4 shrink-0 text-risk' : 'mt-0.5 size-4 shrink-0 text-warn'}
                  />
                  <span>
                    <span className="font-medium">{blocks ? 'Blocks the launch' : 'Good to know'}:</span>{' '}
                    {problem.message}{' '}
                    <Link href={`/campaigns/${campaign.id}/edit/${partOfPath(problem.path)}`} className="underline">
                      Go there
                    </Link>
                  </span>
                </li>
              );
            })}
          </ul>
        )}
      </QueryPanel>
      <QueryPanel query={forecast} title="The first days" skeleton="h-72">
        {(data) =>
          data.days.length === 0 ? (
            <p className="text-muted">No day has room for a send yet.</p>
          ) : (
            <StackedBar
              title="Invites a day"
              summary={`First sends on ${data.firstOn ?? 'a day to come'}. ${data.finishesOn === null ? 'Not everyone is reached within 120 days.' : `Everyone is invited by about ${data.finishesOn}.`}`}
              rows={data.days
                .slice(0, 14)
                .map((day) => ({ label: day.date.slice(5), values: { invite: day.invites } }))}
              series={[{ key: 'invite', label: 'Invites', color: 'var(--series-invite)', pattern: 'solid' }]}
            />
          )
        }
      </QueryPanel>
      {campaign.state === 'draft' ? (
        <Launch campaign={campaign} blocked={isBlocked(problems.data)} />
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

function isBlocked(data: { problems: { severity: string }[] } | undefined): boolean {
  return data?.problems.some((problem) => problem.severity === 'block') ?? true;
}

function Launch({ campaign, blocked }: { campaign: Campaign; blocked: boolean }) {
  const router = useRouter();
  const queries = useQueryClient();
  const caps = useQuery(api.campaigns.getCaps.queryOptions({ input: { id: campaign.id } }));
  const [asking, setAsking] = useState(false);
  const [accepted, setAccepted] = useState(false);
  const launch = useMutation(
    api.campaigns.launch.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: api.campaigns.key() });
        router.push(`/campaigns/${campaign.id}`);
      },
      onSettled: () => setAsking(false),
    }),
  );
  return (
    <Panel title="Launch">
      <QueryContent query={caps} skeleton="h-16">
        {(data) => {
          const red = Object.entries(data.zones).filter(([, zone]) => zone === 'red');
          const mustAccept = red.length > 0 && data.acknowledgedAt === null;
          return (
            <div className="grid gap-3">
              {red.length === 0 ? null : (
                <p className="text-risk">
                  {red.length} {red.length === 1 ? 'setting is' : 'settings are'} above the risk line:{' '}
                  {red.map(([kind]) => kind).join(', ')}.
                </p>
              )}
              {mustAccept ? (
                <Checkbox
                  checked={accepted}
                  onChange={(event) => setAccepted(event.target.checked)}
                  label="I have read the risk and want these values."
                />
              ) : null}
              {blocked ? <p className="text-muted">Mend what blocks the launch first.</p> : null}
              {launch.error === null ? null : <ProblemNote error={launch.error} />}
              <div>
                <Button
                  variant="primary"
                  disabled={blocked || (mustAccept && !accepted)}
                  onClick={() => setAsking(true)}
                >
                  Launch to {campaign.people} {campaign.people === 1 ? 'person' : 'people'}
                </Button>
              </div>
            </div>
          );
        }}
      </QueryContent>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Launch ${campaign.name}?`}
        consequences={
          <ul className="ml-4 list-disc">
            <li>{campaign.people} people are in it.</li>
            <li>Sends go out at random times, inside the working hours of each account.</li>
            <li>You can stop at any time.</li>
          </ul>
        }
        confirmLabel="Launch"
        busy={launch.isPending}
        onConfirm={() => launch.mutate({ id: campaign.id, ...(accepted ? { acknowledgedRisk: true } : {}) })}
      />
    </Panel>
  );
}

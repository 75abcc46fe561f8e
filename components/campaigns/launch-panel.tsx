'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { CAP_WORDS } from '@/components/caps/cap-words';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { ConfirmDialog } from '@/components/ui/dialog';
import { ErrorCard } from '@/components/ui/error-card';
import { Panel } from '@/components/ui/panel';
import { dateWords } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { readProblem } from '@/lib/client/problem';
import type { Campaign, CampaignCaps } from '@/lib/contracts/campaigns';
import { CAP_KINDS, type CapKind } from '@/lib/domain/limits/constants';
import { placeOfPath } from './builder-parts';

export interface LaunchPanelProps {
  campaign: Campaign;
  /** The checklist, undefined while it is not known: then nothing can be launched. */
  problems: { severity: string; code: string; path: string }[] | undefined;
  /** The day of the first sends, if the forecast has one. */
  firstOn: string | null;
}

/** The launch: red caps are acknowledged here unless they were before, and the consequences are confirmed. */
export function LaunchPanel({ campaign, problems, firstOn }: LaunchPanelProps) {
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
  const red = redOf(problems);
  const blocked = problems?.some((problem) => problem.severity === 'block') ?? true;
  const people = `${campaign.people} ${campaign.people === 1 ? 'person' : 'people'}`;
  return (
    <Panel title="Launch" summary={`${people} in this campaign. Nothing is sent before you launch it.`}>
      <QueryContent query={caps} skeleton="h-16">
        {(data) => {
          const mustAccept = red.length > 0 && data.acknowledgedAt === null;
          return (
            <div className="grid gap-3">
              <RedCaps red={red} caps={data} />
              {mustAccept ? (
                <Checkbox
                  checked={accepted}
                  onChange={(event) => setAccepted(event.target.checked)}
                  label="I have read the risk and want these values."
                  help="LinkedIn may restrict an account that sends this much. The acknowledgement is kept in the audit log."
                />
              ) : null}
              {blocked ? <p className="text-muted">Mend what blocks the launch first.</p> : null}
              {launch.error === null ? null : <LaunchErrors campaign={campaign} error={launch.error} />}
              <div>
                <Button
                  variant="primary"
                  disabled={blocked || (mustAccept && !accepted)}
                  onClick={() => setAsking(true)}
                >
                  Launch
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
        consequences={<Consequences people={people} firstOn={firstOn} />}
        confirmLabel="Launch"
        busy={launch.isPending}
        onConfirm={() => launch.mutate({ id: campaign.id, ...(accepted ? { acknowledgedRisk: true } : {}) })}
      />
    </Panel>
  );
}

function redOf(problems: LaunchPanelProps['problems']): CapKind[] {
  const paths = (problems ?? []).filter((problem) => problem.code === 'red_cap').map((problem) => problem.path);
  return CAP_KINDS.filter((kind) => paths.includes(`caps.${kind}`));
}

function RedCaps({ red, caps }: { red: CapKind[]; caps: CampaignCaps }) {
  if (red.length === 0) return null;
  return (
    <ul className="ml-4 list-disc text-risk">
      {red.map((kind) => (
        <li key={kind}>
          {CAP_WORDS[kind].legend}: {caps.effective[kind]}, in the risk zone.
        </li>
      ))}
    </ul>
  );
}

function Consequences({ people, firstOn }: { people: string; firstOn: string | null }) {
  return (
    <ul className="ml-4 list-disc">
      <li>{people} in it.</li>
      <li>
        {firstOn === null
          ? 'No day has room for a send yet.'
          : `The first sends are planned for ${dateWords(firstOn)}.`}
      </li>
      <li>They go out at random times, inside the working hours of each account.</li>
      <li>You can stop at any time.</li>
    </ul>
  );
}

/** What the server refused, each with its field and the way to it. */
function LaunchErrors({ campaign, error }: { campaign: Campaign; error: Error }) {
  const { detail, errors } = readProblem(error);
  return (
    <ErrorCard title={detail}>
      <ul className="ml-4 list-disc">
        {errors.map((one) => (
          <li key={`${one.path} ${one.message}`}>
            {one.message}{' '}
            <Link href={`/campaigns/${campaign.id}/edit/${placeOfPath(one.path)}`} className="underline">
              {one.path}
            </Link>
          </li>
        ))}
      </ul>
    </ErrorCard>
  );
}

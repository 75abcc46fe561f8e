'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import type { StepOutput } from '@/lib/contracts/steps';
import { draftOf, inputOf, type StepDraft } from './step-draft';
import { StepList } from './step-list';

/** The sequence of a campaign: a list, one step under the other, with a branch for people who do not accept. */
export function StepsPart({ campaign }: { campaign: Campaign }) {
  const steps = useQuery(api.campaigns.getSteps.queryOptions({ input: { id: campaign.id } }));
  return (
    <QueryContent query={steps} skeleton="h-96">
      {(data) => <Editor key={data.map((step) => step.id).join()} campaign={campaign} stored={data} />}
    </QueryContent>
  );
}

function Editor({ campaign, stored }: { campaign: Campaign; stored: StepOutput[] }) {
  const queries = useQueryClient();
  const [steps, setSteps] = useState<StepDraft[]>(stored.map(draftOf));
  const save = useMutation(
    api.campaigns.putSteps.mutationOptions({
      onSuccess: () => {
        toast('Steps saved.');
        return queries.invalidateQueries({ queryKey: api.campaigns.key() });
      },
    }),
  );
  const noteMax = 300;
  return (
    <Panel
      title="Steps"
      summary="Everyone goes through these from top to bottom. A reply ends the sequence for that person."
    >
      <StepList steps={steps} onChange={setSteps} campaignId={campaign.id} noteMax={noteMax} branches />
      {save.error === null ? null : <ProblemNote error={save.error} />}
      <div className="mt-4">
        <Button
          variant="primary"
          disabled={save.isPending}
          onClick={() => save.mutate({ params: { id: campaign.id }, body: steps.map(inputOf) })}
        >
          Save steps
        </Button>
      </div>
    </Panel>
  );
}

'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { toast } from 'sonner';
import { ProblemNote } from '@/components/state/problem-note';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import type { Campaign } from '@/lib/contracts/campaigns';
import type { StepOutput } from '@/lib/contracts/steps';
import { NOTE_CHARS_MAX } from '@/lib/domain/limits/catalogue';
import { useDraft } from './builder-draft';
import { differ, draftOf, inputOf, type StepDraft } from './step-draft';
import { StepList } from './step-list';

/** The sequence of a campaign: a list, one step under the other, with a branch for people who do not accept. */
export function StepsPart({ campaign }: { campaign: Campaign }) {
  const steps = useQuery(api.campaigns.getSteps.queryOptions({ input: { id: campaign.id } }));
  return (
    <QueryContent query={steps} skeleton="h-96">
      {(data) => <Editor campaign={campaign} stored={data} />}
    </QueryContent>
  );
}

function Editor({ campaign, stored }: { campaign: Campaign; stored: StepOutput[] }) {
  const queries = useQueryClient();
  const [saved, setSaved] = useState<StepDraft[]>(() => stored.map(draftOf));
  const [steps, setSteps] = useState<StepDraft[]>(saved);
  const dirty = differ(steps, saved);
  const { mutateAsync, isPending, error } = useMutation(
    api.campaigns.putSteps.mutationOptions({
      onSuccess: (answer) => {
        // New steps have their ids now; without them a second save would make them anew.
        const drafts = answer.map(draftOf);
        setSaved(drafts);
        setSteps(drafts);
        toast('Steps saved.');
        return queries.invalidateQueries({ queryKey: api.campaigns.key() });
      },
    }),
  );
  const save = useCallback(
    () =>
      mutateAsync({ params: { id: campaign.id }, body: steps.map(inputOf) }).then(
        () => true,
        () => false,
      ),
    [mutateAsync, campaign.id, steps],
  );
  useDraft(dirty, save);
  useFocusOfAddress();
  const noteMax = useNoteMax(campaign);
  return (
    <Panel
      title="Steps"
      summary="Everyone goes through these from top to bottom. A reply ends the sequence for that person."
    >
      <StepList steps={steps} onChange={setSteps} campaignId={campaign.id} noteMax={noteMax} branches />
      <div className="mt-4 grid gap-3">
        {error === null ? null : <ProblemNote error={error} />}
        <div className="flex flex-wrap items-center gap-3">
          <Button variant="primary" disabled={isPending} onClick={() => void save()}>
            Save steps
          </Button>
          <span className="text-muted">{dirty ? 'Not saved yet. Next saves too.' : 'Saved.'}</span>
        </div>
      </div>
    </Panel>
  );
}

/** A link of the review names the step it means; the step is not there yet when the browser looks for it. */
function useFocusOfAddress(): void {
  useEffect(() => {
    const id = window.location.hash.slice(1);
    if (id !== '') document.getElementById(id)?.focus();
  }, []);
}

/** The longest note that every sender may write: 200 characters as soon as one of them is on the free plan. */
function useNoteMax(campaign: Campaign): number {
  const accounts = useQuery(api.accounts.list.queryOptions({ input: {} }));
  const tiers = (accounts.data?.items ?? [])
    .filter((account) => campaign.senderIds.includes(account.id))
    .map((account) => account.tier);
  return Math.min(NOTE_CHARS_MAX.premium, ...tiers.map((tier) => NOTE_CHARS_MAX[tier]));
}

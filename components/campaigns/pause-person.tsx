'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { PauseDialog } from '@/components/state/pause-dialog';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { api } from '@/lib/client/api';
import type { CampaignPerson } from '@/lib/contracts/campaigns';

/** Pauses one person everywhere with an optional reason, or resumes them; says what was on its way at that moment. */
export function PausePerson({ person }: { person: CampaignPerson }) {
  const queries = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: api.campaigns.key() }),
      queries.invalidateQueries({ queryKey: api.prospects.key() }),
      queries.invalidateQueries({ queryKey: api.accounts.key() }),
      queries.invalidateQueries({ queryKey: api.today.key() }),
    ]);
  const pause = useMutation(
    api.prospects.pause.mutationOptions({
      onSuccess: ({ dispatching }) => {
        toast(pausedWords(dispatching.length));
        return onSuccess();
      },
    }),
  );
  const resume = useMutation(
    api.prospects.resume.mutationOptions({
      onSuccess: () => {
        toast('Resumed. What was due goes out at the ordinary pace.');
        return onSuccess();
      },
    }),
  );
  const name = person.name ?? person.prospectId;
  if (person.pausedAt === null) {
    return (
      <PauseDialog
        what="this person"
        name={name}
        inRow
        description="Nothing is sent to them, in any campaign, until somebody resumes them. A send whose call has begun may still arrive. They keep their place, and nothing is caught up later."
        busy={pause.isPending}
        error={pause.error}
        onPause={(reason) => pause.mutateAsync({ id: person.prospectId, reason })}
      />
    );
  }
  return (
    <>
      <Button size="compact" onClick={() => resume.mutate({ id: person.prospectId })} disabled={resume.isPending}>
        Resume<span className="sr-only">: {name}</span>
      </Button>
      {resume.error === null ? null : <ProblemNote error={resume.error} />}
    </>
  );
}

/** What the acknowledgement of the pause says: nothing starts any more, but what was on its way may still arrive. */
export function pausedWords(dispatching: number): string {
  if (dispatching === 0) return 'Paused. Nothing was on its way.';
  return dispatching === 1
    ? 'Paused. One send was already on its way and may still arrive.'
    : `Paused. ${dispatching} sends were already on their way and may still arrive.`;
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PauseDialog } from '@/components/state/pause-dialog';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { api, client } from '@/lib/client/api';
import { readProblem } from '@/lib/client/problem';
import type { Campaign } from '@/lib/contracts/campaigns';

/** Pauses a running campaign with a reason, or resumes a paused one after saying what follows. Nothing for the others. */
export function PauseCampaign({ campaign }: { campaign: Campaign }) {
  if (campaign.state === 'running') return <Pause campaign={campaign} />;
  if (campaign.state === 'paused') return <Resume campaign={campaign} />;
  return null;
}

function Pause({ campaign }: { campaign: Campaign }) {
  const queries = useQueryClient();
  const pause = useMutation(
    api.campaigns.pause.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.campaigns.key() }),
    }),
  );
  return (
    <PauseDialog
      what="campaign"
      name={campaign.name}
      description="Nothing more of this campaign is sent until somebody resumes it. A send whose call has begun may still arrive. People keep their place."
      busy={pause.isPending}
      error={pause.error}
      onPause={(reason) => pause.mutateAsync({ id: campaign.id, reason })}
    />
  );
}

function Resume({ campaign }: { campaign: Campaign }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const resume = useMutation({
    mutationFn: () => client.campaigns.resume({ id: campaign.id }),
    onSuccess: () => {
      setOpen(false);
      return queries.invalidateQueries({ queryKey: api.campaigns.key() });
    },
  });
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Resume campaign
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Resume ${campaign.name}?`}
        consequences={
          <ul className="ml-4 list-disc">
            <li>Sends go on at the ordinary pace, inside the working hours of each account.</li>
            <li>Nothing is caught up for the time of the pause.</li>
          </ul>
        }
        confirmLabel="Resume"
        busy={resume.isPending}
        error={resume.error === null ? null : readProblem(resume.error).detail}
        onConfirm={() => resume.mutate()}
      />
    </>
  );
}

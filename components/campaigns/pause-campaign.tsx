'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { ConfirmDialog, Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
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
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const pause = useMutation({
    mutationFn: () => client.campaigns.pause({ id: campaign.id, reason: reason.trim() || null }),
    onSuccess: () => {
      setOpen(false);
      return queries.invalidateQueries({ queryKey: api.campaigns.key() });
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>Pause campaign</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Pause ${campaign.name}`}
        description="Nothing more of this campaign is sent until somebody resumes it. A send whose call has begun may still arrive. People keep their place."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" onClick={() => pause.mutate()} disabled={pause.isPending}>
              Pause
            </Button>
          </>
        }
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            pause.mutate();
          }}
        >
          <Field label="Reason" optional help="Everyone who opens the campaign reads it.">
            {(control) => (
              <Input {...control} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
        </form>
        {pause.error === null ? null : <ProblemNote error={pause.error} />}
      </Dialog>
    </>
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

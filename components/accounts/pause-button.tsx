'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { api, client } from '@/lib/client/api';
import type { Account } from '@/lib/contracts/accounts';

/** Pauses an account with an optional reason, or resumes it; what was on its way then may still arrive. */
export function PauseButton({ account }: { account: Account }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: api.accounts.key() }),
      queries.invalidateQueries({ queryKey: api.today.key() }),
    ]);
  const pause = useMutation({
    mutationFn: () => client.accounts.pause({ id: account.id, reason: reason.trim() || null }),
    onSuccess: () => {
      setOpen(false);
      return refresh();
    },
  });
  const resume = useMutation({ mutationFn: () => client.accounts.resume({ id: account.id }), onSuccess: refresh });
  if (account.pausedAt !== null) {
    return (
      <Button onClick={() => resume.mutate()} disabled={resume.isPending}>
        Resume account
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>Pause account</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Pause ${account.name}`}
        description="Nothing of this account is sent until somebody resumes it. Nothing is lost, and nothing is caught up later."
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" onClick={() => pause.mutate()} disabled={pause.isPending}>
              Pause
            </Button>
          </>
        }
      >
        <Field label="Reason" optional>
          {(control) => (
            <Input {...control} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
        {pause.error === null ? null : <ProblemNote error={pause.error} />}
      </Dialog>
    </>
  );
}

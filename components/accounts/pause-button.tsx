'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PauseDialog } from '@/components/state/pause-dialog';
import { Button } from '@/components/ui/button';
import { api } from '@/lib/client/api';
import type { Account } from '@/lib/contracts/accounts';

/** Pauses an account with an optional reason, or resumes it; what was on its way then may still arrive. */
export function PauseButton({ account }: { account: Account }) {
  const queries = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: api.accounts.key() }),
      queries.invalidateQueries({ queryKey: api.today.key() }),
    ]);
  const pause = useMutation(api.accounts.pause.mutationOptions({ onSuccess }));
  const resume = useMutation(api.accounts.resume.mutationOptions({ onSuccess }));
  if (account.pausedAt !== null) {
    return (
      <Button onClick={() => resume.mutate({ id: account.id })} disabled={resume.isPending}>
        Resume account
      </Button>
    );
  }
  return (
    <PauseDialog
      what="account"
      name={account.name}
      description="Nothing of this account is sent until somebody resumes it. Nothing is lost, and nothing is caught up later."
      busy={pause.isPending}
      error={pause.error}
      onPause={(reason) => pause.mutateAsync({ id: account.id, reason })}
    />
  );
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { api } from '@/lib/client/api';
import type { Thread } from '@/lib/contracts/threads';
import { lastWord, needsReply } from './thread-words';

/** Takes a conversation out of those that need a reply, and back; nothing while the last word is ours. */
export function HandleButton({ thread }: { thread: Thread }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: api.threads.key() });
  const handle = useMutation(api.threads.handle.mutationOptions({ onSuccess: refresh }));
  const reopen = useMutation(api.threads.reopen.mutationOptions({ onSuccess: refresh }));
  if (lastWord(thread)?.by !== 'they') return null;
  const waits = needsReply(thread);
  const change = waits ? handle : reopen;
  // Not disabled while it is on its way: that would drop the focus.
  const busy = handle.isPending || reopen.isPending;
  return (
    <>
      <Button aria-disabled={busy} onClick={() => (busy ? undefined : change.mutate({ id: thread.id }))}>
        {waits ? 'No reply needed' : 'Needs a reply after all'}
      </Button>
      {change.isError ? <ProblemNote error={change.error} /> : null}
    </>
  );
}

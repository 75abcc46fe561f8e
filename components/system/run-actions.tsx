'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { api } from '@/lib/client/api';
import { readProblem } from '@/lib/client/problem';
import type { EngineRun } from '@/lib/contracts/system';
import { hasEnded, mayRetry } from '@/lib/domain/engine/constants';
import { functionWords } from './engine-words';

/** What can be done with a run: cancelled while it has not ended, started anew when it did not do its work. */
export function RunActions({ run, inRow = false }: { run: EngineRun; inRow?: boolean }) {
  if (!hasEnded(run.state)) return <Cancel run={run} inRow={inRow} />;
  if (mayRetry(run)) return <Retry run={run} inRow={inRow} />;
  return inRow ? <span className="text-muted">–</span> : null;
}

interface ActionProps {
  run: EngineRun;
  inRow: boolean;
}

function Cancel({ run, inRow }: ActionProps) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation(
    api.system.cancel.mutationOptions({
      onSuccess: () => {
        setAsking(false);
        toast('The run is cancelled.');
        return queries.invalidateQueries({ queryKey: api.system.key() });
      },
    }),
  );
  const ask = () => {
    cancel.reset();
    setAsking(true);
  };
  return (
    <>
      <Button size={inRow ? 'compact' : 'normal'} onClick={ask}>
        Cancel run
        {inRow ? <span className="sr-only"> {run.id}</span> : null}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Cancel this run of “${functionWords(run.functionId)}”?`}
        consequences={
          <ul className="ml-4 list-disc">
            <li>It begins no further step. A call that is under way still ends, and what it sent stays sent.</li>
            <li>
              What it was for is not lost: an account’s day is opened again by itself within the hour, and sweepers do
              the rest.
            </li>
            <li>To keep something from being sent, set a stop or pause the account instead.</li>
          </ul>
        }
        confirmLabel="Cancel run"
        dismissLabel="Keep it running"
        busy={cancel.isPending}
        error={cancel.error === null ? null : readProblem(cancel.error).detail}
        onConfirm={() => cancel.mutate({ id: run.id })}
      />
    </>
  );
}

function Retry({ run, inRow }: ActionProps) {
  const queries = useQueryClient();
  const retry = useMutation(
    api.system.retry.mutationOptions({
      onSuccess: () => {
        toast('The run was started anew.');
        return queries.invalidateQueries({ queryKey: api.system.key() });
      },
    }),
  );
  return (
    <>
      <Button
        size={inRow ? 'compact' : 'normal'}
        disabled={retry.isPending}
        onClick={() => retry.mutate({ id: run.id })}
      >
        Retry
        {inRow ? <span className="sr-only"> run {run.id}</span> : null}
      </Button>
      <span role="alert" className="block text-risk empty:hidden">
        {retry.error === null ? null : readProblem(retry.error).detail}
      </span>
    </>
  );
}

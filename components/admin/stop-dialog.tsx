'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { StopFields } from './stop-fields';
import type { StopDraft, StopErrors } from './stop-form';
import { acknowledgedWords, BLANK_STOP, stopRequest } from './stop-form';

/** A button that stops a part of the sending, with an end if one is given, and then shows what was on its way. */
export function StopDialog() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="risk" onClick={() => setOpen(true)}>
        New stop
      </Button>
      {open ? <Opened onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Opened({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<StopDraft>(BLANK_STOP);
  const [errors, setErrors] = useState<StopErrors>({});
  const stop = useMutation(api.controls.stop.mutationOptions({ onSuccess: () => queries.invalidateQueries() }));
  const submit = () => {
    const read = stopRequest(draft);
    setErrors('errors' in read ? read.errors : {});
    if ('request' in read) stop.mutate(read.request);
  };
  const done = stop.data;
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={done === undefined ? 'Stop sending' : 'Stopped'}
      description="While a stop is in force nothing of its scope is sent. Reading goes on, people keep their place, and what was missed is not made up in a burst."
      footer={
        done === undefined ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="risk" type="submit" form={formId} disabled={stop.isPending}>
              Stop
            </Button>
          </>
        ) : (
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        )
      }
    >
      {done === undefined ? (
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <StopFields draft={draft} errors={errors} onChange={(change) => setDraft({ ...draft, ...change })} />
          {stop.error === null ? null : (
            <div className="mt-3">
              <ProblemNote error={stop.error} />
            </div>
          )}
        </form>
      ) : (
        <Acknowledged dispatching={done.dispatching} until={done.until} />
      )}
    </Dialog>
  );
}

function Acknowledged({ dispatching, until }: { dispatching: string[]; until: string | null }) {
  return (
    <div role="status">
      <p>{acknowledgedWords(dispatching.length)}</p>
      {dispatching.length === 0 ? null : (
        <ul className="mt-2 ml-4 list-disc wrap-anywhere">
          {dispatching.map((id) => (
            <li key={id}>{id}</li>
          ))}
        </ul>
      )}
      <p className="mt-2">
        {until === null ? (
          'It lasts until somebody ends it.'
        ) : (
          <>
            It ends by itself at <Time value={until} />, and sending goes on at the ordinary pace.
          </>
        )}
      </p>
    </div>
  );
}

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ProblemNote } from './problem-note';

export interface PauseDialogProps {
  /** "account" or "campaign", for the button. */
  what: string;
  name: string;
  /** In a row of a table: a small button that says the name to those who do not see the row. */
  inRow?: boolean;
  /** What the pause means for what is on its way. */
  description: string;
  busy: boolean;
  error: Error | null;
  /** Called with the reason, null when none was given; answers whether the pause holds. */
  onPause: (reason: string | null) => Promise<unknown>;
}

/** A button that asks for an optional reason and then pauses; it stays open with the error when that fails. */
export function PauseDialog({ what, name, inRow = false, description, busy, error, onPause }: PauseDialogProps) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const pause = () =>
    void onPause(reason.trim() || null).then(
      () => setOpen(false),
      () => undefined,
    );
  return (
    <>
      <Button
        {...(inRow ? { size: 'compact' as const, className: 'whitespace-nowrap' } : {})}
        onClick={() => setOpen(true)}
      >
        Pause {what}
        {inRow ? <span className="sr-only">: {name}</span> : null}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Pause ${name}`}
        description={description}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" onClick={pause} disabled={busy}>
              Pause
            </Button>
          </>
        }
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            pause();
          }}
        >
          <Field label="Reason" optional help={`Everyone who opens the ${what} reads it.`}>
            {(control) => (
              <Input {...control} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
            )}
          </Field>
        </form>
        {error === null ? null : <ProblemNote error={error} />}
      </Dialog>
    </>
  );
}

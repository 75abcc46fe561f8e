'use client';

import { OctagonX } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Time } from '@/components/ui/time';
import { can, type Role } from '@/lib/domain/access/roles';
import { useStop } from './stop-context';

/** Says on every page that all sending is stopped, by whom and since when; resuming is asked for once more. */
export function StopBanner({ role }: { role: Role }) {
  const { stop, busy, error, resumeSending } = useStop();
  const [asking, setAsking] = useState(false);
  const confirm = async () => {
    if (await resumeSending()) setAsking(false);
  };
  return (
    <>
      <div role="alert">
        {stop === null ? null : (
          <div
            data-testid="kill-banner"
            className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b-2 border-risk bg-risk-bg px-4 py-2"
          >
            <OctagonX aria-hidden className="size-5 shrink-0 text-risk" strokeWidth={1.75} />
            <p className="min-w-0 flex-1 font-medium">
              All sending was stopped by {stop.by ?? 'a person'} at <Time value={stop.stoppedAt} />
              {stop.reason === null ? '.' : `: “${stop.reason}”.`}{' '}
              <span className="font-normal">
                {stop.until === null ? null : (
                  <>
                    It ends by itself at <Time value={stop.until} />.{' '}
                  </>
                )}
                Reading goes on. Nothing is lost.
              </span>
            </p>
            {can(role, 'controls.resume') ? (
              <Button size="compact" onClick={() => setAsking(true)}>
                Resume sending
              </Button>
            ) : (
              <p className="text-meta">An admin can resume it.</p>
            )}
          </div>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Resume sending"
        consequences={
          <>
            <p>Every account and campaign that is not paused by itself goes on with its next send.</p>
            <p>
              Caps, ramp and working hours hold as before; what was missed while sending was stopped is not made up in a
              burst.
            </p>
          </>
        }
        confirmLabel="Resume sending"
        busy={busy}
        error={error}
        onConfirm={() => void confirm()}
      />
    </>
  );
}

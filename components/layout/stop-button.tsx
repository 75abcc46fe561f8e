'use client';

import { OctagonX } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { can, type Role } from '@/lib/domain/access/roles';
import { useStop } from './stop-context';

/** *Stop sending*, on every page, for every role that may stop. One press, no question. */
export function StopButton({ role }: { role: Role }) {
  const { stop, busy, error, stopSending } = useStop();
  if (!can(role, 'controls.stop')) return null;
  return (
    <div className="flex items-center gap-2">
      <span role="alert" className="text-meta text-risk">
        {stop === null ? error : null}
      </span>
      <Button variant="risk" onClick={stopSending} disabled={busy || stop !== null}>
        <OctagonX aria-hidden />
        {stop === null ? 'Stop sending' : 'Sending is stopped'}
      </Button>
    </div>
  );
}

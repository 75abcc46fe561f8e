'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { Time } from '@/components/ui/time';
import { jumpToNextMorning } from './shell-requests';
import { useHealth } from './use-health';

export interface DemoClock {
  /** App time when the page was made; null until the browser has asked for it. */
  now: string | null;
  /** App seconds per real second; null until it is known. */
  speed: number | null;
}

/** Says that nobody real is written to and that time runs faster, with the app's time and a jump to the next morning. */
export function DemoBanner({ clock, mayJump }: { clock: DemoClock; mayJump: boolean }) {
  const router = useRouter();
  const queries = useQueryClient();
  const seen = useHealth().data?.clock ?? clock;
  const jump = useMutation({
    mutationFn: jumpToNextMorning,
    onSuccess: async () => {
      await queries.invalidateQueries();
      router.refresh();
    },
  });
  return (
    <section
      aria-label="Demo"
      className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-info-bg px-4 py-1.5 text-table"
    >
      <FlaskConical aria-hidden className="size-4 shrink-0 text-info" strokeWidth={1.75} />
      <p className="min-w-0 flex-1 basis-56">
        Demo with a simulated provider: nobody real is contacted. Time runs {speedWords(seen.speed)}; it is now{' '}
        {/* The width of the longest moment is kept, so that nothing moves when it is told. */}
        <span data-testid="app-time" className="inline-block min-w-32 font-medium">
          {seen.now === null ? '…' : <Time value={seen.now} />}
        </span>
      </p>
      <span role="alert" className="text-risk empty:hidden">
        {jump.error?.message}
      </span>
      {mayJump ? (
        <Button size="compact" onClick={() => jump.mutate()} disabled={jump.isPending}>
          Jump to the next morning
        </Button>
      ) : null}
    </section>
  );
}

function speedWords(speed: number | null): string {
  if (speed === null) return 'on a clock of its own';
  return speed === 1 ? 'at its real speed' : `${speed} times as fast`;
}

import { Badge, type Tone } from '@/components/ui/badge';
import type { RunState } from '@/lib/domain/engine/constants';

const TONES: Record<RunState, Tone> = {
  running: 'info',
  sleeping: 'idle',
  failed: 'risk',
  cancelled: 'paused',
  completed: 'ok',
};

/** What a run does, or how it ended, in its word and tone. */
export function RunStateBadge({ state }: { state: RunState }) {
  return <Badge tone={TONES[state]}>{state}</Badge>;
}

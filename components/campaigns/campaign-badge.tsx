import { Badge, type Tone } from '@/components/ui/badge';
import type { CampaignState } from '@/lib/domain/campaigns/constants';

const LOOKS: Record<CampaignState, { tone: Tone; word: string }> = {
  draft: { tone: 'idle', word: 'Draft' },
  running: { tone: 'ok', word: 'Running' },
  paused: { tone: 'paused', word: 'Paused' },
  completed: { tone: 'info', word: 'Completed' },
  archived: { tone: 'idle', word: 'Archived' },
};

/** The state of a campaign in a word. */
export function CampaignBadge({ state }: { state: CampaignState }) {
  const look = LOOKS[state];
  return <Badge tone={look.tone}>{look.word}</Badge>;
}

import type { Tone } from '@/components/ui/badge';
import type { ImportReceipt } from '@/lib/contracts/imports';

/** The state of a search in a word, and how loud it is. */
export const STATE_WORDS: Record<ImportReceipt['state'], { text: string; tone: Tone }> = {
  running: { text: 'Running', tone: 'ok' },
  waiting: { text: 'Waiting', tone: 'idle' },
  done: { text: 'Done', tone: 'info' },
  failed: { text: 'Failed', tone: 'risk' },
  cancelled: { text: 'Cancelled', tone: 'paused' },
};

/** Whether more people may still come. */
export function isOpen(search: Pick<ImportReceipt, 'state'>): boolean {
  return search.state === 'running' || search.state === 'waiting';
}

/** "50 of at most 100 people read: 41 new, 3 known, 6 without an address." Verdicts without anybody are left out. */
export function figuresOf(search: Omit<ImportReceipt, 'id' | 'listId' | 'fileName' | 'createdAt' | 'state'>): string {
  const { rows, most } = search;
  const read = `${rows} of at most ${most ?? rows} people read`;
  const parts = [
    [search.created, 'new'],
    [search.merged, 'known and filled in'],
    [search.duplicate, 'in the list already'],
    [search.suppressed, 'suppressed'],
    [search.invalid, 'without an address'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return shown.length === 0 ? `${read}.` : `${read}: ${shown.join(', ')}.`;
}

import type { Thread } from '@/lib/contracts/threads';

/** With whom a conversation is; somebody may have written who is in nobody's list. */
export function threadName(thread: Pick<Thread, 'name' | 'prospectId'>): string {
  if (thread.name !== null) return thread.name;
  return thread.prospectId === null ? 'Somebody who is not among your people' : 'A person without a name';
}

/** Who wrote last and when; null while nobody is known to have written. */
export function lastWord(
  thread: Pick<Thread, 'lastInboundAt' | 'lastOutboundAt'>,
): { by: 'they' | 'you'; at: string } | null {
  const theirs = thread.lastInboundAt;
  const ours = thread.lastOutboundAt;
  if (theirs !== null && (ours === null || Date.parse(theirs) > Date.parse(ours))) return { by: 'they', at: theirs };
  return ours === null ? null : { by: 'you', at: ours };
}

/** Whether theirs is the last word and nobody has said that it needs no answer. */
export function needsReply(thread: Pick<Thread, 'lastInboundAt' | 'lastOutboundAt' | 'handledAt'>): boolean {
  const last = lastWord(thread);
  return last?.by === 'they' && (thread.handledAt === null || Date.parse(thread.handledAt) < Date.parse(last.at));
}

/** What a message costs, said before it is written; a figure that is not known is never shown as 0. */
export function costWords(figure: { cap: number | null; left: number | null } | undefined): string {
  if (figure === undefined || figure.cap === null || figure.left === null)
    return 'It counts as a message of this account. How many are left today is not known.';
  return `It counts as one of the ${figure.cap} messages of this account today; ${figure.left} are left.`;
}

import type { UsageFigure } from '@/lib/contracts/accounts';
import type { Thread } from '@/lib/contracts/threads';
import { budgetsOf } from '@/lib/domain/limits/budgets-of-action';

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

/**
 * What a message by hand costs, said before it is written: what is left is the least of all that it draws on in a day, in
 * every window. A figure that is not known is never shown as 0.
 */
export function costWords(figures: readonly UsageFigure[] | undefined): string {
  const drawn = (figures ?? []).filter(({ budget }) => DRAWN.has(budget));
  const cap = drawn.find(({ budget }) => budget === 'message.day')?.cap ?? null;
  if (cap === null || drawn.some(({ left }) => left === null))
    return 'It counts as a message of this account. How many are left today is not known.';
  const left = Math.min(...drawn.map((figure) => figure.left ?? 0));
  return `It counts as one of the ${cap} messages of this account today; ${leftWords(left)}.`;
}

function leftWords(left: number): string {
  if (left === 0) return 'none is left, so it would be refused now';
  return left === 1 ? '1 is left' : `${left} are left`;
}

/** By hand a message is free of ramp and campaigns. That of the hour is told when it refuses. */
const DRAWN: ReadonlySet<string> = new Set(
  budgetsOf({ action: 'message', withNote: false, inCampaign: false }).filter(
    (key) => key.endsWith('.day') && !key.startsWith('ramp.'),
  ),
);

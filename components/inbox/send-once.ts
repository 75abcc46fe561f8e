import { readProblem } from '@/lib/client/problem';

/** A text on its way under its key. */
export interface Attempt {
  text: string;
  key: string;
  /** An answer is missing: the message may have arrived. */
  isOpen: boolean;
}

/** What a press of Send asks for: the same words go under the same key until it is known what became of them. */
export function attemptOf(text: string, last: Attempt | null, newKey: () => string): Attempt {
  return last?.text === text ? last : { text, key: newKey(), isOpen: false };
}

/**
 * What stays of an attempt that failed: null when it is sure that nothing went out. One that may have arrived is given up
 * only for a refusal, which the ledger's row of its key decides; a session that has ended says nothing of the first try.
 */
export function afterFailure(attempt: Attempt, error: unknown): Attempt | null {
  const { code } = readProblem(error);
  if (code === 'refused') return null;
  return attempt.isOpen || !NOTHING_DONE.has(code) ? { ...attempt, isOpen: true } : null;
}

/** What to do about a failure, where that is not plain from its own words. */
export function adviceOf(attempt: Attempt, error: unknown): string | null {
  if (afterFailure(attempt, error) === null) return null;
  return 'It is not known whether the message arrived, and it is not sent again by itself. Press Send once more to ask what became of it: the same words are never sent twice. Changed words are another message.';
}

/** Answers that are given before anything is reserved. */
const NOTHING_DONE: ReadonlySet<string> = new Set([
  'unauthenticated',
  'forbidden',
  'not_found',
  'validation_failed',
  'too_large',
  'unsupported_media_type',
  'rate_limited',
]);

import type { Action } from '../limits/constants';
import { ANSWER_TABLE } from './answer-table';
import type { AnswerFacts, ProviderAnswer, Verdict } from './provider-answer';
import { NOTHING_ELSE } from './provider-answer';

/**
 * What an answer means for the slot, the person and the account: the first row of the table of limits.md §5 that it
 * matches. An answer that the table does not know for this action matches its last row: an unknown outcome, and a person
 * must look at it. Rules over several answers (two unknown ones in a day, two unreached ones in an hour) are the
 * caller's, who has the rows.
 */
export function judgeAnswer(action: Action, answer: ProviderAnswer, facts: AnswerFacts = NOTHING_ELSE): Verdict {
  const row = ANSWER_TABLE.find((candidate) => candidate.matches(action, answer, facts));
  if (row === undefined) throw new Error('the last row of the answers matches everything');
  return typeof row.verdict === 'function'
    ? row.verdict(judgeAnswer(action, answer, { ...facts, automationSuspected: false }))
    : row.verdict;
}

import type { Action } from '../limits/constants';
import type { AnswerFacts, ProviderAnswer, RefusalCode, Verdict } from './provider-answer';

export interface AnswerRow {
  id: string;
  /** The answer in the words of limits.md §5. */
  answer: string;
  matches: (action: Action, answer: ProviderAnswer, facts: AnswerFacts) => boolean;
  /** A function where the row only changes what another one says. */
  verdict: Verdict | ((byStatus: Verdict) => Verdict);
}

/** What each answer of the provider means (limits.md §5), in the order in which it is looked up; the last row is the rest. */
export const ANSWER_TABLE: readonly AnswerRow[] = [
  {
    id: 'automation_suspected',
    answer: 'Instagram "We suspect automated behavior"',
    matches: (_, __, facts) => facts.automationSuspected,
    verdict: (byStatus) => ({ ...byStatus, account: 'show_warning', limitSignal: false }),
  },
  {
    id: 'inmail_without_chat',
    answer: 'InMail 2xx without a chat id',
    matches: (action, answer) => action === 'inmail' && answer.kind === 'accepted' && answer.providerRef === null,
    verdict: verdict('unknown', 'all', 'wait', 'none'),
  },
  {
    id: 'accepted',
    answer: 'accepted (2xx, valid body)',
    matches: (_, answer) => answer.kind === 'accepted',
    verdict: verdict('sent', 'all', 'advance', 'none'),
  },
  {
    id: 'target_impossible',
    answer: '400 / 404 / 422 that says "this target is impossible"',
    matches: refused('target_impossible', 'out_of_network'),
    verdict: verdict('rejected', 'attempt_and_ramp', 'skip', 'none'),
  },
  {
    id: 'already_invited',
    answer: '422 already invited',
    matches: refused('already_invited'),
    verdict: verdict('rejected', 'attempt', 'move_to_invited', 'none'),
  },
  {
    id: 'already_connected',
    answer: '422 already connected',
    matches: refused('already_connected'),
    verdict: verdict('rejected', 'attempt', 'move_to_connected', 'none'),
  },
  {
    id: 'insufficient_credits',
    answer: 'insufficient_credits',
    // Credits belong to InMails: of another action this is not in the table.
    matches: (action, answer) => action === 'inmail' && refused('insufficient_credits')(action, answer),
    verdict: verdict('rejected', 'attempt', 'wait', 'credits_zero'),
  },
  {
    id: 'note_not_allowed',
    answer: '403 feature_not_subscribed / subscription_required on an invite with a note',
    matches: (action, answer) => action === 'invite' && refused('note_not_allowed')(action, answer),
    verdict: verdict('rejected', 'attempt', 'note_policy', 'notes_zero'),
  },
  {
    id: 'withdrawn_lately',
    answer: '422 cannot_resend_yet for a person withdrawn under 21 days ago',
    matches: (action, answer, facts) =>
      action === 'invite' && facts.withdrawnLately && refused('limit')(action, answer),
    verdict: verdict('rejected', 'all', 'wait', 'none'),
  },
  {
    id: 'limit',
    answer: '422 cannot_resend_yet or any limit type, 429 from the provider',
    matches: refused('limit'),
    verdict: { ...verdict('rejected', 'all', 'wait', 'stop_action_limit'), limitSignal: true },
  },
  {
    id: 'api_rate_limited',
    answer: '429 from the API in front (api/too_many_requests)',
    matches: refused('api_rate_limited'),
    verdict: verdict('released', 'none', 'due_again', 'wait_retry_after'),
  },
  {
    id: 'look_up_unanswered',
    answer: '500-504, time-out, reset, unreadable body of a look-up',
    // It changes nothing at the provider, so it may be made again; that it was counted as a view must be assumed.
    matches: (action, answer) => action === 'resolve' && answer.kind === 'unknown',
    verdict: verdict('rejected', 'all', 'due_again', 'stop_action_hour'),
  },
  {
    id: 'unknown',
    answer: '500-504, time-out, reset, truncated or unreadable body, after a request byte was written',
    matches: (_, answer) => answer.kind === 'unknown',
    verdict: verdict('unknown', 'all', 'wait', 'stop_action_hour'),
  },
  {
    id: 'not_reached',
    answer: 'connection refused, DNS failure (before any request byte)',
    matches: (_, answer) => answer.kind === 'not_reached',
    verdict: verdict('released', 'none', 'due_again', 'stop_action_if_repeated'),
  },
  {
    id: 'account_disconnected',
    answer: '401 of the account',
    // Released, not rejected: the account's own refusal is proof that the provider was never asked, and the same row
    // must be able to go out once the account is back.
    matches: refused('account_disconnected'),
    verdict: verdict('released', 'none', 'wait', 'disconnected'),
  },
  {
    id: 'account_restricted',
    answer: '403 of the account',
    matches: refused('account_restricted'),
    verdict: verdict('released', 'none', 'wait', 'restricted'),
  },
  {
    id: 'unrecognised',
    answer: 'anything not in this table',
    matches: () => true,
    verdict: verdict('unknown', 'all', 'wait', 'ask_person'),
  },
];

function refused(...codes: RefusalCode[]): (action: Action, answer: ProviderAnswer) => boolean {
  return (_, answer) => answer.kind === 'refused' && codes.includes(answer.code);
}

function verdict(
  state: Verdict['state'],
  keep: Verdict['keep'],
  enrolment: Verdict['enrolment'],
  account: Verdict['account'],
): Verdict {
  return { state, keep, enrolment, account, limitSignal: false };
}

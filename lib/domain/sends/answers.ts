import type { Action } from '../limits/constants';

export { stopUntil } from './stop-until';

export type RefusalCode =
  | 'target_impossible'
  | 'out_of_network'
  | 'already_invited'
  | 'already_connected'
  | 'insufficient_credits'
  | 'note_not_allowed'
  | 'limit'
  | 'api_rate_limited'
  | 'account_disconnected'
  | 'account_restricted'
  | 'unrecognised';

/** What a provider adapter makes of a response. `not_reached` is proof that no request byte was written. */
export type ProviderAnswer =
  | { kind: 'accepted'; providerRef: string | null }
  | { kind: 'refused'; code: RefusalCode; resetAt?: Date; detail: string }
  | { kind: 'unknown'; detail: string }
  | { kind: 'not_reached'; detail: string; retryAfterS?: number };

export interface Verdict {
  state: 'sent' | 'rejected' | 'released' | 'unknown';
  /** Which budgets stay spent. */
  keep: 'all' | 'attempt' | 'attempt_and_ramp' | 'none';
  enrolment: 'advance' | 'skip' | 'wait' | 'due_again' | 'move_to_invited' | 'move_to_connected' | 'note_policy';
  account:
    | 'none'
    | 'stop_action_limit'
    | 'stop_action_hour'
    | 'wait_retry_after'
    | 'credits_zero'
    | 'notes_zero'
    | 'disconnected'
    | 'restricted'
    | 'flag_person';
  /** Whether it counts as a limit signal for the ramp. */
  limitSignal: boolean;
}

/**
 * What an answer means for the slot, the person and the account: the table of limits.md §5. An answer that the table
 * does not know for this action is an unknown outcome, and a person must look at it. Rules over several answers (two
 * unknown ones in a day, two unreached ones in an hour) are the caller's, who has the rows.
 */
export function judgeAnswer(action: Action, answer: ProviderAnswer): Verdict {
  switch (answer.kind) {
    case 'accepted':
      // An InMail without a chat id is no proof that one was sent.
      return action === 'inmail' && answer.providerRef === null ? UNPROVEN : ACCEPTED;
    case 'unknown':
      return action === 'resolve' ? READ_FAILED : UNKNOWN;
    case 'not_reached':
      return answer.retryAfterS === undefined ? NOT_REACHED : REFUSALS.api_rate_limited;
    case 'refused':
      return belongsTo(answer.code, action) ? REFUSALS[answer.code] : REFUSALS.unrecognised;
  }
}

const ACCEPTED = verdict('sent', 'all', 'advance', 'none');
const UNPROVEN = verdict('unknown', 'all', 'wait', 'none');
const UNKNOWN = verdict('unknown', 'all', 'wait', 'stop_action_hour');
/** A look-up changes nothing at the provider, so it may be made again; that it was counted as a view must be assumed. */
const READ_FAILED = verdict('rejected', 'all', 'due_again', 'stop_action_hour');
const NOT_REACHED = verdict('released', 'none', 'due_again', 'none');

const REFUSALS: Record<RefusalCode, Verdict> = {
  target_impossible: verdict('rejected', 'attempt_and_ramp', 'skip', 'none'),
  out_of_network: verdict('rejected', 'attempt_and_ramp', 'skip', 'none'),
  already_invited: verdict('rejected', 'attempt', 'move_to_invited', 'none'),
  already_connected: verdict('rejected', 'attempt', 'move_to_connected', 'none'),
  insufficient_credits: verdict('rejected', 'attempt', 'wait', 'credits_zero'),
  note_not_allowed: verdict('rejected', 'attempt', 'note_policy', 'notes_zero'),
  limit: { ...verdict('rejected', 'all', 'wait', 'stop_action_limit'), limitSignal: true },
  api_rate_limited: verdict('released', 'none', 'due_again', 'wait_retry_after'),
  // Released, not rejected: the account's own refusal is proof that the provider was never asked, and the same row
  // must be able to go out once the account is back.
  account_disconnected: verdict('released', 'none', 'wait', 'disconnected'),
  account_restricted: verdict('released', 'none', 'wait', 'restricted'),
  unrecognised: verdict('unknown', 'all', 'wait', 'flag_person'),
};

/** Credits belong to InMails and notes to invites; on another action these codes are not in the table. */
function belongsTo(code: RefusalCode, action: Action): boolean {
  if (code === 'insufficient_credits') return action === 'inmail';
  if (code === 'note_not_allowed') return action === 'invite';
  return true;
}

function verdict(
  state: Verdict['state'],
  keep: Verdict['keep'],
  enrolment: Verdict['enrolment'],
  account: Verdict['account'],
): Verdict {
  return { state, keep, enrolment, account, limitSignal: false };
}

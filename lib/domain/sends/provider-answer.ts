export const REFUSAL_CODES = [
  'target_impossible',
  'out_of_network',
  'already_invited',
  'already_connected',
  'insufficient_credits',
  'note_not_allowed',
  'limit',
  'api_rate_limited',
  'account_disconnected',
  'account_restricted',
  'unrecognised',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What a provider adapter makes of a response. `not_reached` is proof that no request byte was written. */
export type ProviderAnswer =
  | { kind: 'accepted'; providerRef: string | null }
  /** `resetAfterS`: after how many seconds the answer says that the refusal ends. */
  | { kind: 'refused'; code: RefusalCode; resetAfterS?: number; detail: string }
  | { kind: 'unknown'; detail: string }
  | { kind: 'not_reached'; detail: string };

/** What else decides about an answer besides its own words. */
export interface AnswerFacts {
  /** The ledger shows that the person's invitation was withdrawn under 21 days ago. */
  withdrawnLately: boolean;
  /** Instagram said that it suspects automation. */
  automationSuspected: boolean;
}

export interface Verdict {
  state: 'sent' | 'rejected' | 'released' | 'unknown';
  /** Which budgets stay spent. */
  keep: 'all' | 'attempt' | 'attempt_and_ramp' | 'none';
  enrolment: 'advance' | 'skip' | 'wait' | 'due_again' | 'move_to_invited' | 'move_to_connected' | 'note_policy';
  account:
    | 'none'
    | 'stop_action_limit'
    | 'stop_action_hour'
    | 'stop_action_if_repeated'
    | 'wait_retry_after'
    | 'credits_zero'
    | 'notes_zero'
    | 'disconnected'
    | 'restricted'
    | 'show_warning'
    | 'ask_person';
  /** Whether it counts as a limit signal for the ramp. */
  limitSignal: boolean;
}

export const NOTHING_ELSE: AnswerFacts = { withdrawnLately: false, automationSuspected: false };

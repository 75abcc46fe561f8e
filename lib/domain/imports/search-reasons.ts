/** Why a search waits: a closed gate, a full budget, or what its last page was answered. */
const WAITS: Partial<Record<string, string>> = {
  control_stop: 'The kill switch is on, and searches stop with it.',
  lease: 'This installation does not hold the right to act for the accounts.',
  clock_skew: 'The clocks of the app and of its database differ.',
  account_state: 'The account is not connected.',
  account_paused: 'The account is paused.',
  health_stale: 'The account’s health could not be read.',
  ramp_missing: 'The account’s day has not been opened yet.',
  unconfigured: 'The account’s first day has not been opened yet.',
  outside_hours: 'It is outside the account’s hours.',
  action_stopped: 'Look-ups of this account are stopped, and searches stop with them.',
  search_stopped: 'LinkedIn has limited the searches of this account.',
  'search_result.day': 'The account has fetched all the profiles that its searches may fetch in a day.',
  'attempt.search.day': 'The account has made all the searches that it may make in a day.',
  provider_limit: 'LinkedIn has limited the searches of this account.',
  api_wait: 'Unipile asked to wait.',
  no_answer: 'The last page had no usable answer.',
  unreachable: 'Unipile could not be reached.',
};

/** Why a search has ended without its people. */
const FAILURES: Partial<Record<string, string>> = {
  no_access: 'The account’s plan has no access to this search.',
  bad_search: 'LinkedIn could not make sense of this search.',
  not_found: 'The search, or the account, is not known any more.',
};

/** The sentence for a reason; null without one. */
export function searchReason(reason: string | null): string | null {
  if (reason === null) return null;
  return WAITS[reason] ?? FAILURES[reason] ?? 'It waits for a reason that has no words yet.';
}

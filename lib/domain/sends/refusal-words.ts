import { budgetWords } from '../limits/budget-words';

/** Why nothing may be sent by hand just now, by the gate that is closed. */
const GATES: Partial<Record<string, string>> = {
  control_stop: 'The kill switch is on, and messages by hand stop with it.',
  lease: 'This installation does not hold the right to act for the accounts.',
  clock_skew: 'The clocks of the app and of its database differ.',
  account_state: 'The account is not connected.',
  account_paused: 'The account is paused.',
  health_stale: 'The account’s health could not be read.',
  action_stopped: 'The account may not do this for a while: LinkedIn limited it, or an outcome is not known.',
  minimum_gap: 'The account did the same a moment ago; the gap between two protects it.',
  person_stopped: 'The person asked not to be written to.',
  suppressed: 'The person is suppressed.',
  unconfigured: 'The account’s first day has not been opened yet, so its budgets are not known.',
};

/** The sentence for a closed gate. */
export function gateWords(gate: string): string {
  return GATES[gate] ?? 'Something holds the account back that has no words yet.';
}

/** The sentence for a full budget. */
export function fullWords(full: { budget: string; used: number; cap: number }): string {
  return `"${budgetWords(full.budget)}" is used up: ${full.used} of ${full.cap}.`;
}

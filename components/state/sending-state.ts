import type { Explanation } from '@/lib/contracts/explanation';
import type { SendingState } from '@/lib/domain/accounts/constants';

/** The one state that a screen shows for an explanation (ux.md §2.0); what is not known is never shown as sending. */
export function sendingStateOf(explanation: Pick<Explanation, 'verdict' | 'primary'> | null): SendingState {
  if (explanation === null) return 'unknown';
  const { code } = explanation.primary;
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (code.startsWith('fail_closed')) return 'fail_closed';
  if (code.startsWith('cap_')) return 'waiting_cap';
  if (code.startsWith('waiting_')) return 'waiting_due';
  return BY_VERDICT[explanation.verdict];
}

const BY_CODE: Record<string, SendingState> = {
  kill_switch: 'stopped',
  restricted: 'restricted',
  disconnected: 'disconnected',
  checkpoint: 'checkpoint',
  stale_health: 'unknown',
  paused_user: 'paused_user',
  cooling: 'cooling',
  outside_hours: 'waiting_hours',
  cap_unknown: 'fail_closed',
  no_people: 'waiting_due',
  spacing: 'sending',
};

const BY_VERDICT: Record<Explanation['verdict'], SendingState> = {
  sending: 'sending',
  waiting: 'waiting_due',
  blocked: 'unknown',
  stopped: 'stopped',
  unknown: 'unknown',
};

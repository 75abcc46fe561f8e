import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action } from '../limits/constants';
import { judgeAnswer, type ProviderAnswer, type RefusalCode, type Verdict } from './answers';

const refused = (code: RefusalCode): ProviderAnswer => ({ kind: 'refused', code, detail: code });
const accepted = (providerRef: string | null): ProviderAnswer => ({ kind: 'accepted', providerRef });
type Row = [
  string,
  Action,
  ProviderAnswer,
  Verdict['state'],
  Verdict['keep'],
  Verdict['enrolment'],
  Verdict['account'],
  boolean,
];

const rows: Row[] = [
  ['accepted', 'invite', accepted('inv_1'), 'sent', 'all', 'advance', 'none', false],
  ['accepted without an id', 'invite', accepted(null), 'sent', 'all', 'advance', 'none', false],
  ['InMail with a chat id', 'inmail', accepted('chat_1'), 'sent', 'all', 'advance', 'none', false],
  ['InMail without a chat id', 'inmail', accepted(null), 'unknown', 'all', 'wait', 'none', false],
  ['impossible target', 'invite', refused('target_impossible'), 'rejected', 'attempt_and_ramp', 'skip', 'none', false],
  ['out of network', 'invite', refused('out_of_network'), 'rejected', 'attempt_and_ramp', 'skip', 'none', false],
  ['already invited', 'invite', refused('already_invited'), 'rejected', 'attempt', 'move_to_invited', 'none', false],
  [
    'already connected',
    'invite',
    refused('already_connected'),
    'rejected',
    'attempt',
    'move_to_connected',
    'none',
    false,
  ],
  [
    'look-up without an answer',
    'resolve',
    { kind: 'unknown', detail: '' },
    'rejected',
    'all',
    'due_again',
    'stop_action_hour',
    false,
  ],
  ['no credits', 'inmail', refused('insufficient_credits'), 'rejected', 'attempt', 'wait', 'credits_zero', false],
  [
    'no credits, not an InMail',
    'message',
    refused('insufficient_credits'),
    'unknown',
    'all',
    'wait',
    'flag_person',
    false,
  ],
  [
    'note not allowed',
    'invite',
    refused('note_not_allowed'),
    'rejected',
    'attempt',
    'note_policy',
    'notes_zero',
    false,
  ],
  [
    'note not allowed, no invite',
    'message',
    refused('note_not_allowed'),
    'unknown',
    'all',
    'wait',
    'flag_person',
    false,
  ],
  ['limit', 'invite', refused('limit'), 'rejected', 'all', 'wait', 'stop_action_limit', true],
  ['API in front', 'invite', refused('api_rate_limited'), 'released', 'none', 'due_again', 'wait_retry_after', false],
  [
    'unknown outcome',
    'message',
    { kind: 'unknown', detail: '504' },
    'unknown',
    'all',
    'wait',
    'stop_action_hour',
    false,
  ],
  [
    'not reached',
    'message',
    { kind: 'not_reached', detail: 'ECONNREFUSED' },
    'released',
    'none',
    'due_again',
    'none',
    false,
  ],
  [
    'not reached, wait named',
    'message',
    { kind: 'not_reached', detail: 'busy', retryAfterS: 9 },
    'released',
    'none',
    'due_again',
    'wait_retry_after',
    false,
  ],
  ['disconnected', 'message', refused('account_disconnected'), 'released', 'none', 'wait', 'disconnected', false],
  ['restricted', 'message', refused('account_restricted'), 'released', 'none', 'wait', 'restricted', false],
  ['unrecognised', 'invite', refused('unrecognised'), 'unknown', 'all', 'wait', 'flag_person', false],
];

describe('what an answer means', () => {
  it.each(rows)('%s', (_, action, answer, state, keep, enrolment, account, limitSignal) => {
    expect(judgeAnswer(action, answer)).toEqual({ state, keep, enrolment, account, limitSignal });
  });

  it('keeps every budget spent when the outcome is unknown, and never makes it due again', () => {
    const codes = [...new Set(rows.map((row) => row[2]))];
    for (const action of ACTIONS) {
      for (const answer of codes) {
        const { state, keep, enrolment } = judgeAnswer(action, answer);
        if (state === 'unknown') expect([keep, enrolment]).toEqual(['all', 'wait']);
        // Only a look-up may be made again after the provider may have seen it.
        if (enrolment === 'due_again' && action !== 'resolve') expect(state).toBe('released');
      }
    }
  });
});

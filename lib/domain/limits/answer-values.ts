import { EASED_SHARE, PROVEN_DAYS, STOP_DAYS } from '../sends/stop-until';
import { CHECKED_ON, type PolicyValue, type SourceSays, said } from './limit-rule';

const STOPS = said(
  'S0',
  'an error for whoever passes a limit',
  "Exceeding LinkedIn's limits will result in an HTTP 429 or 500 error.",
);
const OURS = said('D', 'the number is ours');

/** The numbers of limits.md §5: how long an answer of the provider stops what. */
export const ANSWER_VALUES: PolicyValue[] = [
  row(
    'stop_days',
    'Working days that the 1st, 2nd, 3rd, 4th and any later stop in a row lasts',
    [...STOP_DAYS],
    'days',
    [STOPS, OURS],
  ),
  row('stop_reset', 'Days without a signal that start the row afresh', [PROVEN_DAYS], 'days', [OURS]),
  row('invite_stop_share', 'Use of the week under which an invite stop may end', [EASED_SHARE * 100], '%', [OURS]),
  row('withdrawn_wait', 'How long a person who was withdrawn waits for another invite', [21], 'days', [
    said('S0', 'refused by LinkedIn', 'LinkedIn will return a specific error 422/cannot_resend_yet'),
    said('W', '21 days'),
  ]),
  row('unknown_stop', 'How long an unknown outcome stops its action', [60], 'min', [STOPS, OURS]),
  row('unknown_signal', 'Unknown outcomes in a day that are a limit signal', [2], '', [STOPS, OURS]),
  row('refused_connections', 'Refused connections in an hour that make an action wait an hour', [2], '', [OURS]),
];

function row(key: string, words: string, values: number[], unit: string, sources: SourceSays[]): PolicyValue {
  return {
    section: 5,
    provider: 'linkedin',
    key: `answer.${key}`,
    words,
    values,
    unit,
    sources,
    checkedOn: CHECKED_ON,
  };
}

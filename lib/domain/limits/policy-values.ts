import { MAIL_POLICY } from '../accounts/mail-standing';
import { NEW_CHAT_POLICY } from '../accounts/new-chats';
import { WITHDRAW_AFTER_DAYS, WITHDRAW_GAP_MIN } from '../invitations/withdrawals';
import { FACEBOOK_GROWTH, MAIL_RAMP_WEEKS, NETWORK_RAMPS, WHATSAPP_GROWTH } from '../ramp/network-ramps';
import { ANSWER_VALUES } from './answer-values';
import { MIN_GAP_MS, NOTE_CHARS_MAX } from './catalogue';
import { ACTIONS } from './constants';
import { CHECKED_ON, type PolicyValue, type SourceSays, said } from './limit-rule';
import { RAMP_VALUES } from './ramp-values';

const PLATFORM_GAP = said('W', 'about a minute between two actions');
const RANDOM = 'Use random values and distribute them across multiple launches during working hours.';

/** Numbers of limits.md §1 that count nothing. */
const LINKEDIN_VALUES: PolicyValue[] = [
  value(1, 'note_chars.paid', 'Longest note of an invite, paid plans', [NOTE_CHARS_MAX.premium], 'characters', [
    said('S0', '300 characters', '(with a message of up to 300 characters)'),
  ]),
  value(1, 'note_chars.free', 'Longest note of an invite, free plan', [NOTE_CHARS_MAX.free], 'characters', [
    said('S0', '200 characters', '(with a 200-character message)'),
  ]),
  value(1, 'degrees', 'How near a person must be to be invited, or open to connect', [3], 'degrees', [
    said('S1', 'within 3 degrees', 'people who are within 3 degrees of your network'),
  ]),
  value(1, 'inmail_refund_days', 'A reply within this time gives an InMail credit back', [90], 'days', [
    said('W', '90 days'),
  ]),
];

/** Numbers of limits.md §3 that count nothing. */
const NETWORK_VALUES: PolicyValue[] = [
  other('whatsapp', 'gap', 'Time between two messages, drawn', [20], 90, 's', [
    said('S0', 'at least 10 to 20 s', 'Avoid sending messages with intervals shorter than 10-20 seconds'),
    said('D', 'drawn from 20 to 90 s'),
  ]),
  other(
    'whatsapp',
    'new_chat.start',
    'New chats a day of a fresh number, for its first 7 days',
    [NETWORK_RAMPS.whatsapp.start],
    undefined,
    'chats',
    [said('S0', 'one or two a day', 'they need to be warmup during days with one or two chats')],
  ),
  other('whatsapp', 'new_chat.growth', 'Growth a week after that', [WHATSAPP_GROWTH], undefined, 'times', [
    said('D', '× 1.5'),
  ]),
  other(
    'whatsapp',
    'reply_ratio',
    `Replies to the last ${NEW_CHAT_POLICY.judgedBy} new chats under which new chats stop`,
    [NEW_CHAT_POLICY.repliedMin * 100],
    undefined,
    '%',
    [
      said('S0', 'no number', 'If you initiate too many new chats without receiving responses'),
      said('D', 'under 20 % of 30'),
    ],
  ),
  other(
    'whatsapp',
    'spam_stop',
    'How long a block or spam signal stops new chats',
    [NEW_CHAT_POLICY.blockedDays],
    undefined,
    'days',
    [said('D', '7 days')],
  ),
  other(
    'instagram',
    'action.start',
    'Actions a day of a new account, and what a week adds',
    [NETWORK_RAMPS.instagram.start],
    undefined,
    'actions',
    [
      said('S0', 'no number', 'begin with lower activity levels and gradually increase them over time'),
      said('D', '20, and 20 more a week'),
    ],
  ),
  other(
    'facebook',
    'message.start',
    'Messages a day of a new account',
    [NETWORK_RAMPS.facebook.start],
    undefined,
    'messages',
    [said('S0', '15 a day', 'start with 15 DMs daily')],
  ),
  other('facebook', 'message.growth', 'Messages a day that a week adds', [FACEBOOK_GROWTH], undefined, 'messages', [
    said('S0', '5 a week', 'incrementally increase by 5 each week'),
  ]),
  other(
    'facebook',
    'mutual_connections',
    'Mutual connections a friend request needs more of',
    [10],
    undefined,
    'people',
    [said('S0', 'more than 10', 'individuals with more than 10 mutual connections')],
  ),
  other('mail', 'email.start', 'E-mails a day of a new account', [NETWORK_RAMPS.gmail.start], undefined, 'e-mails', [
    said('S0', '20 to 50', 'start with 20 to 50 emails per day'),
  ]),
  other('mail', 'email.weeks', 'Length of the ramp of a new account', [MAIL_RAMP_WEEKS], undefined, 'weeks', [
    said('S0', 'no number', 'start with 20 to 50 emails per day and gradually increase'),
    said('D', '4 weeks'),
  ]),
  other('mail', 'gap', 'Time between two e-mails, drawn', [60], 300, 's', [said('D', 'drawn from 60 to 300 s')]),
  other('mail', 'calls_at_once', 'API calls at once per account', [2], undefined, 'calls', [
    said('S0', 'no number', 'Gmail limit the numbers of calls you can do simultaneously'),
    said('D', '2'),
  ]),
  other(
    'mail',
    'bounces.risk',
    `Bounces from which the volume stays under the risk line, over ${MAIL_POLICY.days} days`,
    [MAIL_POLICY.riskBouncesBelow * 100],
    undefined,
    '%',
    [said('S0', 'no number', 'Depending on sending quality, replies, and bounce rate'), said('D', 'under 2 %')],
  ),
  other(
    'mail',
    'replies.risk',
    `Replies that going above the risk line needs, over ${MAIL_POLICY.days} days`,
    [MAIL_POLICY.riskRepliesMin * 100],
    undefined,
    '%',
    [said('S0', 'no number', 'Depending on sending quality, replies, and bounce rate'), said('D', 'at least 3 %')],
  ),
  other(
    'mail',
    'bounces.pause',
    `Bounces that pause the account, of at least ${MAIL_POLICY.pauseBouncesOf} sends`,
    [MAIL_POLICY.pauseBouncesMin * 100],
    undefined,
    '%',
    [said('W', '5 %')],
  ),
  other(
    'mail',
    'complaints.pause',
    `Complaints that pause the account, and at least ${MAIL_POLICY.pauseComplaintsShare * 100} % of the sends`,
    [MAIL_POLICY.pauseComplaints],
    undefined,
    '',
    [said('W', '3, and 0.1 %')],
  ),
];

/** Numbers of limits.md §4. */
const PACING_VALUES: PolicyValue[] = [
  ...ACTIONS.map((action) =>
    value(4, `gap.${action}`, 'Least time between two of these on an account', [MIN_GAP_MS[action] / 1_000], 's', [
      said('D', `${MIN_GAP_MS[action] / 1_000} s`),
      PLATFORM_GAP,
      said('S0', 'random values', RANDOM),
    ]),
  ),
  value(4, 'burst_share', 'Share of an hourly budget in any 10 minutes, at most', [25], '%', [
    said('S2', 'no bursts', 'Spread messages throughout the hour instead of sending them all at once.'),
    said('D', 'a quarter'),
  ]),
  value(4, 'withdraw_after', 'Age at which an invitation of a step is withdrawn', [WITHDRAW_AFTER_DAYS], 'days', [
    said('W', '99 % of the invitations that are ever accepted are accepted within 30 days'),
    said('D', '30 days'),
  ]),
  value(4, 'withdraw_gap', 'Mean time between two withdrawals of an account, drawn', [WITHDRAW_GAP_MIN], 'min', [
    said('D', '12 min'),
    said('S0', 'random values', RANDOM),
  ]),
  {
    ...value(4, 'target_share', 'What a day aims at, drawn, of its cap', [80], '%', [said('D', '80 to 100 %')]),
    to: 100,
  },
  value(4, 'gap_variation', 'Variation of the gaps within a day, at least', [0.5], '', [said('D', '0.5')]),
  value(4, 'minute_share', 'Sends of a month that share a minute of the hour, at most', [5], '%', [said('D', '5 %')]),
];

/** Every number of limits.md that is no counted limit, in the order of its sections. */
export const POLICY_VALUES: PolicyValue[] = [
  ...LINKEDIN_VALUES,
  ...RAMP_VALUES,
  ...NETWORK_VALUES,
  ...PACING_VALUES,
  ...ANSWER_VALUES,
];

function value(
  section: PolicyValue['section'],
  key: string,
  words: string,
  values: number[],
  unit: string,
  sources: SourceSays[],
): PolicyValue {
  return { section, provider: 'linkedin', key, words, values, unit, sources, checkedOn: CHECKED_ON };
}

function other(
  provider: PolicyValue['provider'],
  key: string,
  words: string,
  values: number[],
  to: number | undefined,
  unit: string,
  sources: SourceSays[],
): PolicyValue {
  return { ...value(3, key, words, values, unit, sources), provider, ...(to === undefined ? {} : { to }) };
}

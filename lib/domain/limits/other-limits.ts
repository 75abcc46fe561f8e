import { CHECKED_ON, type NetworkLimit, said } from './limit-rule';
import { MAIL_LIMITS } from './mail-limits';

const EACH_ACTION = [said('S0', '100 of each action a day', 'limit each action to 100 per day per account')];

/** LinkedIn reads of limits.md §1 that no send draws on. */
export const LINKEDIN_READ_LIMITS: NetworkLimit[] = [
  linkedin('company_view.day', 'company pages', 100, { sources: EACH_ACTION, risk: { op: '>', value: 100 }, note: '' }),
  linkedin('post_read.day', 'posts', 100, { sources: EACH_ACTION, risk: { op: '>', value: 100 }, note: '' }),
  linkedin('profile_view_premium.day', 'profile views', 0, {
    perTier: {
      sales_navigator: { default: 80, hard: 80 },
      recruiter_lite: { default: 80, hard: 2_000 },
      recruiter: { default: 80, hard: 80 },
    },
    official: 2_000,
    sources: [
      said('S0', 'an additional allowance', 'you can perform an additional requests per account per day'),
      said('S0', 'Recruiter Lite officially 2,000', 'Recruiter Lite have official defined limit of 2000'),
      said('W', '80 a day'),
    ],
    disagreement: '80 or, on Recruiter Lite, officially 2,000: the lower is the default.',
    note: 'Through the Sales Navigator or Recruiter interface, besides the 100 of the ordinary one.',
  }),
  linkedin('search_result.day', 'profiles', 1_000, {
    perTier: {
      sales_navigator: { default: 2_500, hard: 2_500 },
      recruiter_lite: { default: 2_500, hard: 2_500 },
      recruiter: { default: 2_500, hard: 2_500 },
    },
    sources: [
      said(
        'S0',
        '1,000 a day, 2,500 with Sales Navigator or Recruiter',
        'limiting the total number of profiles you retrieve per day to 1,000 (standard) or 2,500 (Sales Navigator/Recruiter)',
      ),
    ],
    note: 'The same numbers bound one query.',
  }),
  linkedin('relation_poll.day', 'reads', 4, {
    sources: [said('S0', 'a few times a day', 'a few times a day with randomly spaced intervals of several hours')],
    note: 'At random gaps of several hours, never on a fixed clock. The webhook comes first.',
  }),
  linkedin('reconcile_read.day', 'reads', 6, {
    sources: [said('D', '6 a day')],
    note: 'List reads that settle unknown outcomes, batched.',
  }),
];

const CHAT_LIMITS: NetworkLimit[] = [
  network('whatsapp', 'new_chat.day', 'day', 'new chats', {
    cap: { default: 40, hard: 100 },
    sources: [
      said('S0', 'no number; watched by WhatsApp', 'Number of new chat creations (outreach)'),
      said('S0', 'a fresh number is blocked after 2 or 3', 'they can be blocked after 2-3 new chat'),
      said('D', '40 a day, 100 at most'),
    ],
    note: 'A fresh number: 2 a day for 7 days, then × 1.5 a week.',
  }),
  network('whatsapp', 'message.day', 'day', 'messages', {
    cap: { default: 200, hard: 400 },
    sources: [
      said('S0', 'several hundred a day', 'several hundred messages per day per WhatsApp account'),
      said('D', '200 a day, 400 at most'),
    ],
    note: 'On a number with a history.',
  }),
  network('instagram', 'action.day', 'day', 'actions', {
    cap: { default: 100, hard: 100 },
    sources: [
      said('S0', '100 a day', 'limit each account to a maximum of 100 actions per day'),
      said('D', 'a new account starts at 20, 20 more a week'),
    ],
    note: 'All actions together; replies to people who wrote first are exempt.',
  }),
  network('instagram', 'action.hour', 'hour', 'actions', {
    cap: { default: 10, hard: 10 },
    sources: [said('S0', '10 an hour', 'no more than 10 actions per hour')],
    note: 'Any rolling 60 minutes.',
  }),
  network('facebook', 'message.day', 'day', 'messages', {
    cap: { default: 50, hard: 50 },
    sources: [said('S0', 'at most 50 a day', 'not to surpass 50 per day')],
    note: 'A new account starts at 15, 5 more a week, up to 50.',
  }),
  network('facebook', 'friend_request.day', 'day', 'friend requests', {
    cap: { default: 10, hard: 50 },
    sources: [said('S0', '10 to 50 a day', 'Maximum sending between 10 and 50 requests per day')],
    disagreement: 'The source gives a range: its lower end is the default, its upper end the hard cap.',
    note: 'Only to people with more than 10 mutual connections.',
  }),
];

/** The counted limits of every other network (limits.md §3). */
export const OTHER_LIMITS: NetworkLimit[] = [...CHAT_LIMITS, ...MAIL_LIMITS];

type Rest = Partial<NetworkLimit> & Pick<NetworkLimit, 'sources' | 'note'>;

function linkedin(key: string, unit: string, perDay: number, rest: Rest): NetworkLimit {
  const cap = { default: perDay, hard: perDay };
  return { section: 1, provider: 'linkedin', key, window: 'day', unit, cap, checkedOn: CHECKED_ON, ...rest };
}

function network(
  provider: NetworkLimit['provider'],
  key: string,
  window: NetworkLimit['window'],
  unit: string,
  rest: Rest & Pick<NetworkLimit, 'cap'>,
): NetworkLimit {
  return { section: 3, provider, key, window, unit, checkedOn: CHECKED_ON, ...rest };
}

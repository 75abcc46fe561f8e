import { ACTIONS } from './constants';
import { INMAIL_RULES } from './inmail-rules';
import { CHECKED_ON, everyTier, freeAndPaid, type LimitRule, said } from './limit-rule';

/**
 * Paid plans have no limit of their own on notes. A budget without a number does not exist here, so it gets one that
 * the hard daily cap cannot reach: 100 a day in any 31 days and one more window edge.
 */
export const NOTES_NEVER_BINDING = 3_200;

const INVITE_RULES: LimitRule[] = [
  {
    budget: 'invite.day',
    actions: ['invite'],
    window: 'day',
    unit: 'invites',
    perTier: freeAndPaid({ default: 25, hard: 50 }, { default: 80, hard: 100 }),
    risk: freeAndPaid({ op: '>', value: 30 }, { op: '>', value: 90 }),
    sources: [
      said('S0', '80 to 100 a day, paid plans', 'you can send between 80 and 100 invitations per day'),
      said('S1', 'default 80, red above 90', 'Our default: 80 invites per day per LinkedIn account.'),
      said('S1', 'Sales Navigator the most, around 100', 'Sales Navigator typically gets the highest invite cap'),
      said('W', '25 to 50 a day, free plan; its risk line of 30 lies in that range'),
      said('D', 'all paid plans alike'),
    ],
    disagreement:
      'A range of 80 to 100 stands beside a default of 80: 80 is the default and 100 the hard cap. One source gives Sales Navigator more; all paid plans count alike here.',
    checkedOn: CHECKED_ON,
  },
  {
    budget: 'invite.week',
    actions: ['invite'],
    window: 'week',
    unit: 'invites',
    perTier: freeAndPaid({ default: 150, hard: 150 }, { default: 200, hard: 250 }),
    risk: { ...everyTier({ op: '>', value: 200 }), free: undefined },
    sources: [
      said('S0', 'about 200 a week, paid plans', 'approximately 200 per week'),
      said('S3', '200 to 250 a week, paid plans', 'from 200 to 250 invitations per week'),
      said('S3', 'about 150 a week, free plan', 'approximately 150 invitations per week'),
    ],
    disagreement: 'About 200 or 200 to 250 on paid plans: the lower is the default, the higher the hard cap.',
    checkedOn: CHECKED_ON,
    note: 'Any rolling 7 × 24 hours.',
  },
  {
    budget: 'invite_note.month',
    actions: ['invite'],
    window: 'month',
    unit: 'invites with a note',
    perTier: freeAndPaid({ default: 5, hard: 5 }, { default: NOTES_NEVER_BINDING, hard: NOTES_NEVER_BINDING }),
    risk: {},
    sources: [
      said('S3', '5 a month, free plan', 'only 5 invitations with custom messages are allowed per month'),
      said('S0', 'around 15 a week, free plan', 'around 15 invitations per week (with a 200-character message)'),
      said('S3', 'no limit of its own, paid plans', 'without any limitations on custom messages'),
    ],
    disagreement: '5 a month or around 15 a week on the free plan: the stricter rules.',
    checkedOn: CHECKED_ON,
    note: 'Paid plans have no limit of their own: the number that is counted to lies above what the invite budgets allow.',
  },
];

const MESSAGE_RULES: LimitRule[] = [
  {
    budget: 'message.day',
    actions: ['message'],
    window: 'day',
    unit: 'messages',
    perTier: freeAndPaid({ default: 50, hard: 100 }, { default: 80, hard: 100 }),
    risk: everyTier({ op: '>', value: 90 }),
    sources: [
      said('S1', 'default 80, red above 90', 'Our default: 80 follow-up messages per day per LinkedIn account.'),
      said('S0', '100 of each action a day', 'limit each action to 100 per day per account'),
      said('D', 'the default of 50 on the free plan'),
    ],
    disagreement: '80 or 100 a day: the lower is the default, the higher the hard cap.',
    checkedOn: CHECKED_ON,
  },
  {
    budget: 'message.hour',
    actions: ['message'],
    window: 'hour',
    unit: 'messages',
    perTier: everyTier({ default: 20, hard: 50 }),
    risk: everyTier({ op: '>', value: 20 }),
    sources: [said('S2', '20 to 50 an hour', '20–50 messages/hour per account')],
    disagreement: 'The source gives a range: its lower end is the default, its upper end the hard cap.',
    checkedOn: CHECKED_ON,
    note: 'Any rolling 60 minutes.',
  },
  {
    budget: 'engagement.day',
    actions: ['message', 'visit', 'resolve', 'comment', 'reaction'],
    window: 'day',
    unit: 'actions',
    perTier: everyTier({ default: 100, hard: 100 }),
    risk: {},
    sources: [
      said('S1', 'one shared 100 a day', 'a shared 100-actions-per-day budget'),
      said('S0', '100 of each action a day', 'limit each action to 100 per day per account'),
    ],
    disagreement: 'Shared by four kinds, or 100 of each: both hold, since the strict reading is both.',
    checkedOn: CHECKED_ON,
    note: 'Messages, profile views, comments and reactions together. A wall, not a risk line.',
  },
];

const UNITS = {
  comment: 'comments',
  reaction: 'reactions',
  withdraw: 'withdrawn invites',
  accept: 'accepted invites',
  refuse: 'refused invites',
} as const;

const SINGLE_ACTION_RULES: LimitRule[] = [
  {
    budget: 'profile_view.day',
    actions: ['visit', 'resolve'],
    window: 'day',
    unit: 'profile views',
    perTier: freeAndPaid({ default: 80, hard: 80 }, { default: 100, hard: 100 }),
    risk: everyTier({ op: '>', value: 100 }),
    sources: [said('S0', 'about 100 a day', '~100 profiles per account per day'), said('W', '80 to 100 a day, and 80')],
    disagreement: '80, 80 to 100, or about 100: the lower holds on the free plan, the higher on paid plans.',
    checkedOn: CHECKED_ON,
    note: 'A look-up of an id is a profile view.',
  },
  ...(['comment', 'reaction', 'withdraw', 'accept', 'refuse'] as const).map(
    (action): LimitRule => ({
      budget: `${action}.day`,
      actions: [action],
      window: 'day',
      unit: UNITS[action],
      perTier: everyTier({ default: 100, hard: 100 }),
      risk: everyTier({ op: '>', value: 100 }),
      sources: [said('S0', '100 of each action a day', 'limit each action to 100 per day per account')],
      checkedOn: CHECKED_ON,
    }),
  ),
];

/** Calls of each action that reached the provider, whatever it answered (limits.md §1, `attempt.day`). */
const ATTEMPT_RULES: LimitRule[] = ACTIONS.map((action) => ({
  budget: `attempt.${action}.day`,
  actions: [action],
  window: 'day',
  unit: 'calls',
  perTier: everyTier({ default: 100, hard: 100 }),
  risk: {},
  sources: [said('S0', '100 of each action a day', 'limit each action to 100 per day per account')],
  checkedOn: CHECKED_ON,
  note: 'Every call that reached the provider, whatever it answered. Never given back.',
}));

/** Every budget of a LinkedIn account (limits.md §1), one row each. */
export const LINKEDIN_RULES: LimitRule[] = [
  ...INVITE_RULES,
  ...MESSAGE_RULES,
  ...SINGLE_ACTION_RULES,
  ...INMAIL_RULES,
  ...ATTEMPT_RULES,
];

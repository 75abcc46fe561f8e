/** A budget's key in words, for tables and sentences: `attempt.invite.day` reads "invite attempts a day". */
export function budgetWords(key: string): string {
  const known = WORDS[key];
  if (known !== undefined) return known;
  const [family, kind] = key.split('.');
  const noun = NOUNS[kind ?? ''] ?? kind ?? '';
  if (family === 'attempt') return `Calls for ${noun}`;
  if (family === 'ramp') return `Ramp, ${noun}`;
  if (family === 'campaign') return `Campaign cap, ${noun}`;
  return key;
}

/** The window of a figure in words. */
export function windowWords(window: string): string {
  return WINDOWS[window] ?? window;
}

/** An action in words, as a noun. */
export function actionWords(action: string): string {
  return ACTIONS[action] ?? action;
}

const WORDS: Record<string, string> = {
  'invite.day': 'Invites',
  'invite.week': 'Invites of the week',
  'invite_note.month': 'Notes on invites',
  'message.day': 'Messages',
  'message.hour': 'Messages of the hour',
  'engagement.day': 'Shared bucket',
  'profile_view.day': 'Profile views',
  'comment.day': 'Comments',
  'reaction.day': 'Reactions',
  'withdraw.day': 'Withdrawals',
  'accept.day': 'Accepted invites',
  'refuse.day': 'Refused invites',
  'inmail.day': 'InMails',
  'inmail_credit.month': 'InMail credits',
  'inmail_open.month': 'InMails to open profiles',
};

const NOUNS: Record<string, string> = {
  invite: 'invites',
  message: 'messages',
  inmail: 'InMails',
  profile_view: 'profile views',
  visit: 'profile visits',
  resolve: 'look-ups',
  comment: 'comments',
  reaction: 'reactions',
  withdraw: 'withdrawals',
  accept: 'accepted invites',
  refuse: 'refused invites',
};

const WINDOWS: Record<string, string> = {
  day: 'today',
  '24h': 'any 24 hours',
  hour: 'any 60 minutes',
  week: 'any 7 days',
  month: 'this month',
  '30d': 'any 30 days',
};

const ACTIONS: Record<string, string> = {
  invite: 'Invite',
  message: 'Message',
  inmail: 'InMail',
  visit: 'Profile visit',
  resolve: 'Look-up',
  comment: 'Comment',
  reaction: 'Reaction',
  withdraw: 'Withdrawal',
  accept: 'Acceptance of an invite',
  refuse: 'Refusal of an invite',
};

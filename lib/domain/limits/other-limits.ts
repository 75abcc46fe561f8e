import type { DisplayLimit } from './limit-rule';

/** LinkedIn reads and look-ups of limits.md §1 that are paced by their own functions, shown at /help/limits. */
export const LINKEDIN_READ_LIMITS: DisplayLimit[] = [
  row('linkedin', 'company_view.day', 'day', '100', 'S0', 'Red above 100.'),
  row('linkedin', 'post_read.day', 'day', '100', 'S0', 'Red above 100.'),
  row('linkedin', 'attempt.day', 'day', '100 per action', 'S0', 'Every call that reached LinkedIn. Never given back.'),
  row(
    'linkedin',
    'search_result.day',
    'day',
    '1,000; Sales Navigator and Recruiter 2,500',
    'S0',
    'The same numbers bound one query.',
  ),
  row('linkedin', 'relation_poll.day', 'day', '4', 'S0', 'At random gaps of several hours, never on a fixed clock.'),
  row('linkedin', 'reconcile_read.day', 'day', '6', 'D', 'List reads that settle unknown outcomes.'),
];

/** The limits of every other provider (limits.md §3). */
export const OTHER_LIMITS: DisplayLimit[] = [
  row(
    'whatsapp',
    'new_chat.day',
    'day',
    '40 default, 100 hard',
    'S0, D',
    'Fresh number: 2 a day for 7 days, then × 1.5 a week.',
  ),
  row(
    'whatsapp',
    'message.day',
    'day',
    '200 default, 400 hard',
    'S0',
    'Several hundred are tolerated on a used number.',
  ),
  row('whatsapp', 'gap', 'between sends', 'at least 20 s, drawn 20-90 s', 'S0', ''),
  row(
    'whatsapp',
    'reply ratio',
    'last 30 new chats',
    'at least 20 %',
    'S0, D',
    'Below it new chats stop; a block or spam signal stops them 7 days.',
  ),
  row('whatsapp', 'before a reply', '', 'mark the chat as read', 'S0', 'The first message should ask something.'),
  row(
    'instagram',
    'action.day',
    'day',
    '100, all actions together',
    'S0, D',
    'Start 20, +20 a week. Replies to people who wrote first are exempt.',
  ),
  row('instagram', 'action.hour', 'rolling 60 min', '10', 'S0', ''),
  row('facebook', 'message.day', 'day', '50 hard', 'S0', 'Start 15, +5 a week to 50.'),
  row('facebook', 'friend_request.day', 'day', '10 default, 50 hard', 'S0', 'Only above 10 mutual connections.'),
  row(
    'gmail',
    'email.day',
    'day',
    '50 default, 150 hard',
    'S0',
    'Red above 100, officially 500. New: 20 to 50 over 4 weeks.',
  ),
  row(
    'google_workspace',
    'email.day',
    'day',
    '100 default, 300 hard',
    'S0',
    'Red above 150, officially 2,000. New: 20 to 100 over 4 weeks.',
  ),
  row(
    'google_workspace',
    'aliases',
    '',
    "spread over verified 'from' addresses",
    'S0',
    'The budget of the account stays one.',
  ),
  row('outlook', 'email.day', 'day', '50 default, 150 hard', 'S0', 'Red above 100. New: 20.'),
  row('microsoft_365', 'email.day', 'day', '100 default, 300 hard', 'S0', 'Red above 150. New: 20.'),
  row('microsoft_365', 'recipient.day', 'day', '5,000', 'S0', 'Official ceiling.'),
  row('microsoft_365', 'recipient.message', 'message', '500', 'S0', 'Official ceiling.'),
  row('microsoft_365', 'new_recipient.day', 'day', '1,000', 'S0', 'Official ceiling.'),
  row('imap', 'email.day', 'day', '50 default, 150 hard', 'S0', 'As Gmail: red above 100. New: 20 to 50 over 4 weeks.'),
  row(
    'mail',
    'gap',
    'between sends',
    'at least 60 s, drawn 60-300 s',
    'S0, D',
    'At most 2 API calls at once per account.',
  ),
];

function row(
  provider: string,
  budget: string,
  window: string,
  value: string,
  source: string,
  note: string,
): DisplayLimit {
  return { provider, budget, window, value, source, note };
}

import { CHECKED_ON, type LimitValue, type NetworkLimit, type RiskLine, said } from './limit-rule';

const ADVISED = 'limit Gmail sending to 50 to 100 emails per day and Workspace sending to 100 to 150';
const INCREASED = 'these limits may be increased up to 150 for Gmail and 300 for Workspace';
const AS_GMAIL = 'we advise respecting the "Recommended Sending Limits" in Gmail part';
const NEW_ACCOUNT = said('S0', 'a new account starts at 20 to 50', 'start with 20 to 50 emails per day');
const RANGE = 'A range with a higher end for a good record: its start is the default, its end the risk line.';

const PERSONAL = { cap: { default: 50, hard: 150 }, risk: { op: '>', value: 100 } as RiskLine };
const BUSINESS = { cap: { default: 100, hard: 300 }, risk: { op: '>', value: 150 } as RiskLine };

/** The counted limits of mail accounts (limits.md §3). */
export const MAIL_LIMITS: NetworkLimit[] = [
  email('gmail', {
    ...PERSONAL,
    official: 500,
    sources: [
      said('S0', '50 to 100 a day', ADVISED),
      said('S0', 'up to 150 with a good record', INCREASED),
      said('S0', 'officially 500', 'Gmail accounts can send up to 500 emails per day'),
      NEW_ACCOUNT,
    ],
    note: 'New: 20 to 50 over 4 weeks.',
  }),
  email('google_workspace', {
    ...BUSINESS,
    official: 2_000,
    sources: [
      said('S0', '100 to 150 a day', ADVISED),
      said('S0', 'up to 300 with a good record', INCREASED),
      said('S0', 'officially 2,000', 'Google Workspace accounts can send up to 2000 per day officially'),
      NEW_ACCOUNT,
    ],
    note: 'New: 20 to 50 to 100 over 4 weeks. The volume is spread over the verified "from" addresses; the budget of the account stays one.',
  }),
  email('outlook', { ...PERSONAL, sources: [said('S0', 'as Gmail', AS_GMAIL), NEW_ACCOUNT], note: 'New: 20.' }),
  email('microsoft_365', {
    ...BUSINESS,
    sources: [said('S0', 'as Workspace', AS_GMAIL), NEW_ACCOUNT],
    note: 'New: 20.',
  }),
  microsoft('recipient.day', 'day', 'recipients', 5_000, 'Daily recipients: 5,000'),
  microsoft('recipient.message', 'message', 'recipients', 500, 'Maximum recipients per message: 500'),
  microsoft('new_recipient.day', 'day', 'new recipients', 1_000, 'Daily non-relationship recipients: 1,000'),
  email('imap', {
    ...PERSONAL,
    sources: [said('S0', 'as Gmail', AS_GMAIL), NEW_ACCOUNT],
    note: 'As Gmail. New: 20 to 50 over 4 weeks.',
  }),
];

function email(
  provider: NetworkLimit['provider'],
  rest: Partial<NetworkLimit> & Pick<NetworkLimit, 'sources' | 'note'> & { cap: LimitValue },
): NetworkLimit {
  const common = { section: 3, key: 'email.day', window: 'day', unit: 'e-mails', checkedOn: CHECKED_ON } as const;
  return { ...common, provider, disagreement: RANGE, ...rest };
}

function microsoft(
  key: string,
  window: NetworkLimit['window'],
  unit: string,
  ceiling: number,
  quote: string,
): NetworkLimit {
  return {
    section: 3,
    provider: 'microsoft_365',
    key,
    window,
    unit,
    cap: { default: ceiling, hard: ceiling },
    official: ceiling,
    sources: [said('S0', 'official ceiling', quote)],
    checkedOn: CHECKED_ON,
    note: 'Official ceiling.',
  };
}

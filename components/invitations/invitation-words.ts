import type { Invitation } from '@/lib/contracts/sends';

const DAY_MS = 86_400_000;

/** How long ago something was, in whole days. */
export function ageWords(sentAt: string | null, now: Date): string {
  if (sentAt === null) return 'not known';
  const days = Math.floor((now.getTime() - Date.parse(sentAt)) / DAY_MS);
  if (days < 1) return 'today';
  return days === 1 ? '1 day' : `${days} days`;
}

/** What an invitation stands at, in a word or two. */
export function stateWords({ state, withdrawal }: Pick<Invitation, 'state' | 'withdrawal'>): string {
  if (state === 'pending' && withdrawal !== null) return withdrawalWords(withdrawal);
  return STATES[state] ?? state;
}

/** Whether the invitation still waits, and nobody has asked for its withdrawal yet. */
export function mayWithdraw({ state, withdrawal }: Pick<Invitation, 'state' | 'withdrawal'>): boolean {
  return state === 'pending' && (withdrawal === null || hasEnded(withdrawal));
}

type Withdrawal = NonNullable<Invitation['withdrawal']>;

function withdrawalWords(withdrawal: Withdrawal): string {
  if (hasEnded(withdrawal)) return `Waiting for an answer; its withdrawal came to nothing${whyWords(withdrawal)}`;
  if (withdrawal.state === 'unknown' || withdrawal.state === 'held')
    return 'Being withdrawn; it is not known yet whether LinkedIn has';
  if (withdrawal.askedAt === null) return 'Being withdrawn, because it is old';
  return ON_ITS_WAY.has(withdrawal.state) ? 'Being withdrawn' : 'Withdrawal asked for; it waits for its turn';
}

const ON_ITS_WAY: ReadonlySet<string> = new Set(['reserved', 'dispatching', 'sent']);

function whyWords({ state, reason }: Withdrawal): string {
  if (state === 'closed') return ': a person decided so';
  const why = reason === null ? undefined : REASONS[reason];
  return why === undefined ? '' : `: ${why}`;
}

/** What the provider answered to a withdrawal. */
const REASONS: Record<string, string> = {
  target_impossible: 'LinkedIn does not find it',
  already_connected: 'LinkedIn says that they are connected',
  limit: 'LinkedIn asked for a break',
  api_rate_limited: 'too much was asked at once',
  account_disconnected: 'the account must be reconnected',
  account_restricted: 'LinkedIn restricted the account',
  not_reached: 'LinkedIn could not be reached',
  unrecognised: 'LinkedIn gave an answer that is not known here',
};

/** Whether a withdrawal is over and has withdrawn nothing; one that was asked for and let go is taken up again. */
function hasEnded({ state, askedAt }: Withdrawal): boolean {
  return state === 'rejected' || state === 'closed' || (state === 'released' && askedAt === null);
}

const STATES: Record<string, string> = {
  pending: 'Waiting for an answer',
  accepted: 'Accepted',
  refused: 'Refused',
  withdrawn: 'Withdrawn',
  gone: 'LinkedIn does not list it any more',
  unknown: 'Not known: it is looked for, and not answered again',
};

import type { AccountRow } from '../../../db/queries/accounts-api';
import type { MailFacts } from '../../domain/accounts/mail-standing';

export type FactorVerdict = 'good' | 'warning' | 'bad' | 'unknown';

/** One thing that the health of an account is judged by. */
export interface HealthFactor {
  code: string;
  label: string;
  value: number | string | null;
  /** What the value is: a word, a moment (ISO 8601), a share of 1, or a number of things. */
  unit: 'word' | 'moment' | 'share' | 'count';
  /** Of how many the value was made, where it is a share. */
  sample: number | null;
  verdict: FactorVerdict;
  detail: string;
}

/** What the factors are made from. */
export interface HealthFacts {
  account: AccountRow;
  now: Date;
  clockSpeed: number;
  invites: { sent: number; accepted: number };
  signals: ReadonlyMap<string, number>;
  open: { unknown: number; held: number };
  mix: ReadonlyMap<string, number>;
  /** Invitations of the last 7 days that the provider accepted and does not list. */
  missing: number;
  /** The last chats that the account opened itself. */
  chats: { opened: number; answered: number };
  mail: MailFacts;
}

import type { RampKind, Tier } from '../../../lib/domain/limits/constants';
import type { LedgerLine } from '../../../lib/simulator/ledger';

/** An account as the checker knows it: from the scenario, not from the product's tables. */
export interface MeasuredAccount {
  id: string;
  /** The provider's id, under which its ledger keeps the account. */
  providerId: string;
  timeZone: string;
  tier: Tier;
  rampWeeks: number;
}

/** What a day aimed at and what it had to do when it was opened, as the product's own rows told at that moment. */
export interface OpenedDay {
  accountId: string;
  localDate: string;
  caps: Record<RampKind, number>;
  targets: Record<RampKind, number>;
  /** People whose step of a kind is due before the day ends. */
  due: Partial<Record<RampKind, number>>;
}

/** Everything that a play is judged by. */
export interface Facts {
  start: Date;
  days: number;
  accounts: MeasuredAccount[];
  lines: LedgerLine[];
  opened: OpenedDay[];
  /** The provider's own count of what must not be done, by kind. */
  violations: Record<string, number>;
  restrictedAccounts: number;
  /** Budget → how often a reservation was refused for it. */
  refusals: Record<string, number>;
}

/** Accepted acts that are sends; a look-up is not one. */
export const SEND_ACTIONS = ['invite', 'message', 'inmail', 'visit', 'withdraw'] as const;

export function isSend(line: LedgerLine): boolean {
  return line.outcome === 'accepted' && SEND_ACTIONS.some((action) => action === line.action);
}

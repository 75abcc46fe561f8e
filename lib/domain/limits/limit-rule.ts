import type { AccountBudget, Action, BudgetWindow, Tier } from './constants';

/** The red zone begins beyond `value` (`>`: the value itself is not red) or at it (`>=`). */
export interface RiskLine {
  op: '>' | '>=';
  value: number;
}

/** What a new account gets, and what no rep can pass. Both are counts per window of the budget. */
export interface LimitValue {
  default: number;
  hard: number;
}

/** One row of limits.md §1: a budget of a LinkedIn account with its provenance. */
export interface LimitRule {
  budget: AccountBudget;
  actions: Action[];
  window: BudgetWindow;
  unit: string;
  perTier: Record<Tier, LimitValue>;
  risk: Partial<Record<Tier, RiskLine>>;
  /** Keys of `SOURCES`, comma separated; `D` is our own choice. */
  source: string;
  quote: string;
  /** The date on which the quote was last compared with its source. */
  checkedOn: string;
  note?: string;
}

/** One row shown at /help/limits that the engine does not enforce as an `AccountBudget`. */
export interface DisplayLimit {
  provider: string;
  budget: string;
  window: string;
  value: string;
  source: string;
  note: string;
}

/** What the letters in `source` stand for (head of limits.md). */
export const SOURCES: Record<'S0' | 'S1' | 'S2' | 'S3' | 'W' | 'D', string> = {
  S0: 'Unipile, Provider limits and restrictions',
  S1: 'WarmySender, LinkedIn rate limits',
  S2: 'LinkedIn API message send rate limits per hour',
  S3: 'Unipile v2, LinkedIn invitations',
  W: 'Other public pages of the same vendors and of LinkedIn',
  D: 'Our own choice where no source gives a number',
};

export const CHECKED_ON = '2026-11-25';

/** The same value for every plan. */
export function everyTier<T>(value: T): Record<Tier, T> {
  return { free: value, premium: value, sales_navigator: value, recruiter_lite: value, recruiter: value };
}

/** One value for the free plan and one for all paid plans. */
export function freeAndPaid<T>(free: T, paid: T): Record<Tier, T> {
  return { ...everyTier(paid), free };
}

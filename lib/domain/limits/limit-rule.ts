import type { AccountBudget, Action, AttemptBudget, BudgetWindow, Tier } from './constants';

/** The red zone begins beyond `value` (`>`: the value itself is not red) or at it (`>=`). */
export interface RiskLine {
  op: '>' | '>=';
  value: number;
}

/** Whether a value lies in the red zone; where there is no line nothing does. */
export function isRed(line: RiskLine | null, value: number): boolean {
  if (line === null) return false;
  return line.op === '>' ? value > line.value : value >= line.value;
}

/** What a new account gets, and what no rep can pass. Both are counts per window of the budget. */
export interface LimitValue {
  default: number;
  hard: number;
}

/** What the letters in `source` stand for (head of limits.md). */
export const SOURCES = {
  S0: 'Unipile, Provider limits and restrictions',
  S1: 'WarmySender, LinkedIn rate limits',
  S2: 'LinkedIn API message send rate limits per hour',
  S3: 'Unipile v2, LinkedIn invitations',
  W: 'Other public pages of the same vendors and of LinkedIn',
  D: 'Our own choice where no source gives a number',
} as const;
export type SourceKey = keyof typeof SOURCES;

/** What one source says of a limit. A quote is verbatim; `W` and `D` have none. */
export interface SourceSays {
  source: SourceKey;
  says: string;
  quote?: string;
}

/** Where a number comes from, and which number rules where its sources differ. */
export interface Provenance {
  sources: SourceSays[];
  /** Set exactly where the sources name different numbers: which of them rules, and why. */
  disagreement?: string;
  /** The date on which the quotes were last compared with their sources. */
  checkedOn: string;
}

/** The sections of limits.md that hold numbers. */
export type Section = 1 | 2 | 3 | 4 | 5;

/** One budget of a LinkedIn account (limits.md §1) with its provenance; the engine enforces every one of them. */
export interface LimitRule extends Provenance {
  budget: AccountBudget | AttemptBudget;
  actions: Action[];
  window: BudgetWindow;
  unit: string;
  perTier: Record<Tier, LimitValue>;
  risk: Partial<Record<Tier, RiskLine>>;
  note?: string;
}

/** Networks and account types that limits.md numbers apart; `mail` stands for every mail account. */
export const LIMIT_PROVIDERS = [
  'linkedin',
  'whatsapp',
  'instagram',
  'facebook',
  'gmail',
  'google_workspace',
  'outlook',
  'microsoft_365',
  'imap',
  'mail',
] as const;
export type LimitProvider = (typeof LIMIT_PROVIDERS)[number];

/** A counted limit besides the budgets of `LimitRule` (limits.md §1 and §3): one number for every plan, or one per tier. */
export interface NetworkLimit extends Provenance {
  section: Section;
  provider: LimitProvider;
  key: string;
  window: BudgetWindow | 'message';
  unit: string;
  cap: LimitValue;
  perTier?: Partial<Record<Tier, LimitValue>>;
  risk?: RiskLine;
  /** What the network itself publishes, where it publishes a number. */
  official?: number;
  note: string;
}

/** A number that is no counted limit: a gap, a length, a threshold. `to` ends a range. */
export interface PolicyValue extends Provenance {
  section: Section;
  provider: LimitProvider;
  key: string;
  words: string;
  values: number[];
  to?: number;
  unit: string;
}

export const CHECKED_ON = '2026-11-26';

/** The same value for every plan. */
export function everyTier<T>(value: T): Record<Tier, T> {
  return { free: value, premium: value, sales_navigator: value, recruiter_lite: value, recruiter: value };
}

/** One value for the free plan and one for all paid plans. */
export function freeAndPaid<T>(free: T, paid: T): Record<Tier, T> {
  return { ...everyTier(paid), free };
}

/** What one source says, in the order of the catalogue's columns. */
export function said(source: SourceKey, says: string, quote?: string): SourceSays {
  return quote === undefined ? { source, says } : { source, says, quote };
}

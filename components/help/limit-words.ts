import { tierWords } from '@/components/accounts/account-words';
import type { Limit } from '@/lib/contracts/workspace';
import { budgetWords } from '@/lib/domain/limits/budget-words';
import { LIMIT_PLANS, type LimitPlan, TIERS } from '@/lib/domain/limits/constants';

export type PlanCap = NonNullable<NonNullable<Limit['caps']>[LimitPlan]>;

/** One line of a limits table: a limit on the plans that share its numbers. */
export interface LimitLine {
  limit: Limit;
  plans: LimitPlan[];
  cap: PlanCap;
}

/** One line for every set of plans whose numbers are the same, in the order of the plans. */
export function linesOf(limit: Limit): LimitLine[] {
  const lines: LimitLine[] = [];
  for (const plan of LIMIT_PLANS) {
    const cap = limit.caps?.[plan];
    if (cap === undefined) continue;
    const same = lines.find((line) => sameNumbers(line.cap, cap));
    if (same === undefined) lines.push({ limit, plans: [plan], cap });
    else same.plans.push(plan);
  }
  return lines;
}

function sameNumbers(a: PlanCap, b: PlanCap): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The plans of a line in words: "every plan", "all paid plans", or their names. */
export function planWords(plans: readonly LimitPlan[]): string {
  if (plans.length === TIERS.length || plans[0] === 'any') return 'Every plan';
  if (plans.length === TIERS.length - 1 && !plans.includes('free')) return 'All paid plans';
  return plans.map((plan) => (plan === 'any' ? 'Every plan' : tierWords(plan))).join(', ');
}

/** What a limit counts, as a noun. */
export function limitWords(limit: Limit): string {
  if (limit.counted) return budgetWords(limit.key);
  const unit = limit.unit ?? limit.key;
  return unit.charAt(0).toUpperCase() + unit.slice(1);
}

/** "a day", "in any 60 minutes": what a limit counts over. */
export function perWindow(window: string | null): string {
  return window === null ? '' : (WINDOWS[window] ?? window);
}

/** Where the red zone of a line begins. */
export function redLineWords({ cap: { redLine } }: LimitLine): string {
  if (redLine === null) return 'none';
  return redLine.op === '>' ? `above ${number(redLine.value)}` : `from ${number(redLine.value)}`;
}

/** A network's name. */
export function networkWords(provider: string): string {
  return NETWORKS[provider] ?? provider;
}

/** A count with separators of thousands. */
export function number(value: number): string {
  return value.toLocaleString('en');
}

const WINDOWS: Record<string, string> = {
  day: 'a day',
  hour: 'in any 60 minutes',
  week: 'in any 7 days',
  month: 'a month',
  message: 'a message',
};

const NETWORKS: Record<string, string> = {
  linkedin: 'LinkedIn',
  whatsapp: 'WhatsApp',
  instagram: 'Instagram',
  facebook: 'Facebook',
  gmail: 'Gmail',
  google_workspace: 'Google Workspace',
  outlook: 'Outlook.com',
  microsoft_365: 'Microsoft 365',
  imap: 'IMAP',
  mail: 'Any mail account',
};

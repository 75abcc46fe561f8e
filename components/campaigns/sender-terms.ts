import type { SenderTerms } from '@/components/caps/cap-effect';
import type { Account, UsageFigure } from '@/lib/contracts/accounts';
import { budgetWords } from '@/lib/domain/limits/budget-words';
import type { CapKind } from '@/lib/domain/limits/constants';
import type { CapTerm } from '@/lib/domain/limits/effective-cap';
import type { Limits } from '@/lib/domain/limits/limit-policy';

/** Budgets that limit a kind of send besides the campaign's own cap. */
const BUDGETS: Record<CapKind, string[]> = {
  invite: ['invite.day', 'ramp.invite.day', 'invite.week'],
  message: ['message.day', 'ramp.message.day', 'engagement.day'],
  inmail: ['inmail.day', 'ramp.inmail.day', 'inmail_credit.month'],
};

/**
 * What an account says about a campaign's caps today. Before its first day has been opened, or while it is being read, the
 * numbers are not known, which is what the engine would say too. Budgets that are longer than a day or shared with other
 * actions count with what they have left, as in the account's own figures (limits.md §1, effective cap).
 */
export function senderTerms(account: Account, budgets: UsageFigure[], limits: Limits): SenderTerms {
  return {
    id: account.id,
    name: account.name,
    terms: {
      invite: termsOf('invite', budgets),
      message: termsOf('message', budgets),
      inmail: termsOf('inmail', budgets),
    },
    weekly: limits('invite.week', account.tier).default,
    workingDays: [...new Set(account.workingHours.map((span) => span.day))],
    planned: {
      otherMessages: 0,
      // Every invite is looked up first, which the network counts as a profile view.
      views: Math.min(VIEWS_USUAL, figureOf('profile_view.day', budgets)?.cap ?? VIEWS_USUAL),
      comments: 0,
      reactions: 0,
    },
  };
}

const VIEWS_USUAL = 25;

function termsOf(kind: CapKind, budgets: UsageFigure[]): CapTerm[] {
  const usedToday = figureOf(`${kind}.day`, budgets)?.used ?? 0;
  return BUDGETS[kind].map((budget) => {
    const figure = figureOf(budget, budgets);
    const label = budget.startsWith('ramp.') ? 'ramp' : budgetWords(budget).toLowerCase();
    const cap = figure?.cap ?? null;
    if (figure === undefined || figure.used === null || cap === null) return { code: budget, label, cap: null };
    if (!isShared(budget)) return { code: budget, label, cap, used: figure.used };
    return { code: budget, label, cap: Math.min(cap, usedToday + (figure.left ?? 0)), used: usedToday };
  });
}

function isShared(budget: string): boolean {
  return !budget.endsWith('.day') || budget === 'engagement.day';
}

/** The figure of the calendar day or month; the weekly budget has its rolling one alone. */
function figureOf(budget: string, budgets: UsageFigure[]): UsageFigure | undefined {
  const figures = budgets.filter((one) => one.budget === budget);
  return figures.find((one) => one.window === 'day' || one.window === 'month') ?? figures[0];
}

import type { SenderTerms } from '@/components/caps/cap-effect';
import { budgetWords } from '@/components/state/budget-words';
import type { Account, UsageFigure } from '@/lib/contracts/accounts';
import { limitFor } from '@/lib/domain/limits/catalogue';
import { CAP_KINDS, type CapKind } from '@/lib/domain/limits/constants';
import type { CapTerm } from '@/lib/domain/limits/effective-cap';

/** Budgets that limit a kind of send besides the campaign's own cap. */
const BUDGETS: Record<CapKind, string[]> = {
  invite: ['invite.day', 'ramp.invite.day', 'invite.week'],
  message: ['message.day', 'ramp.message.day', 'engagement.day'],
  inmail: ['inmail.day', 'ramp.inmail.day', 'inmail_credit.month'],
};

/**
 * What an account says about a campaign's caps today. Before its first day has been opened the catalogue's numbers hold and
 * the ramp is not known, which is what the engine would say too.
 */
export function senderTerms(account: Account, budgets: UsageFigure[]): SenderTerms {
  const terms = Object.fromEntries(CAP_KINDS.map((kind) => [kind, termsOf(kind, budgets)])) as Record<
    CapKind,
    CapTerm[]
  >;
  const day = (budget: string) => budgets.find((one) => one.budget === budget && one.window === 'day');
  return {
    id: account.id,
    name: account.name,
    terms,
    weekly: limitFor('invite.week', account.tier).default,
    workingDays: [...new Set(account.workingHours.map((span) => span.day))],
    planned: {
      otherMessages: 0,
      // Every invite is looked up first, which the network counts as a profile view.
      views: Math.min(25, day('profile_view.day')?.cap ?? 25),
      comments: 0,
      reactions: 0,
    },
  };
}

function termsOf(kind: CapKind, budgets: UsageFigure[]): CapTerm[] {
  return BUDGETS[kind].map((budget) => {
    const figures = budgets.filter((one) => one.budget === budget);
    const figure = figures.find((one) => one.window === 'day') ?? figures[0];
    const label = budget.startsWith('ramp.') ? 'ramp' : budgetWords(budget).toLowerCase();
    return { code: budget, label, cap: figure?.cap ?? null, used: figure?.used ?? 0 };
  });
}

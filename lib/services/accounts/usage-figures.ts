import type { Tx } from '../../../db/client';
import type { BudgetRow, CountedWindow, WindowCount } from '../../../db/queries/usage';
import { budgetsOfAccount, countWindows } from '../../../db/queries/usage';
import { budgetsOf } from '../../domain/limits/budgets-of-action';
import { ACTIONS } from '../../domain/limits/constants';
import { dayBounds, localDay, nextReset } from '../../domain/limits/windows';

export interface UsageFigure {
  budget: string;
  window: string;
  campaignId: string;
  /** Null while it is not known: a ramp without today's row. */
  cap: number | null;
  sent: number;
  reserved: number;
  unknown: number;
  used: number;
  left: number | null;
  effective: number | null;
  bindingBudget: string | null;
  resetsAt: Date | null;
}

/**
 * Every budget of an account as rows of the ledger count it, with the cap in force (design.md P6). A `.day` budget has
 * two figures: its calendar day, then its rolling 24 h. Without a ramp row for today the ramp's caps are unknown.
 */
export async function usageFigures(
  tx: Tx,
  input: { accountId: string; now: Date; rampKnown: boolean; campaigns?: boolean },
): Promise<UsageFigure[]> {
  const budgets = await budgetsOfAccount(tx, { accountId: input.accountId, campaigns: input.campaigns ?? false });
  const shown = budgets.flatMap((budget) => windowsOf(budget, input.now).map((window) => ({ budget, ...window })));
  const windows: CountedWindow[] = shown.map((entry, index) => ({
    index,
    key: entry.budget.key,
    campaignId: entry.budget.campaignId,
    after: entry.after,
  }));
  const counts = await countWindows(tx, input.accountId, windows);
  const figures = shown.map((entry, index) => figureOf(entry, counts.get(index) ?? NOTHING, input));
  return figures.map((figure) => ({ ...figure, ...bindingOf(figure, figures) }));
}

interface ShownWindow {
  window: string;
  after: Date;
  resetsAt: (oldestAt: Date | null) => Date | null;
}

/** The windows of a budget. A rolling one is free again when its oldest row leaves; an empty one has nothing to reset. */
function windowsOf(budget: BudgetRow, now: Date): ShownWindow[] {
  const rolling = {
    after: new Date(now.getTime() - budget.widthMs),
    resetsAt: (oldestAt: Date | null) => (oldestAt === null ? null : new Date(oldestAt.getTime() + budget.widthMs)),
  };
  if (budget.anchor === null) return [{ window: budget.key.endsWith('.hour') ? 'hour' : 'week', ...rolling }];
  const start = calendarStart(budget.anchor, now, budget.timeZone);
  const reset = nextReset(now, budget.anchor, budget.timeZone);
  // The calendar window takes in its first millisecond, and the count's bound is exclusive.
  const calendar = { window: budget.anchor, after: new Date(start.getTime() - 1), resetsAt: () => reset };
  return [calendar, { window: budget.anchor === 'day' ? '24h' : '30d', ...rolling }];
}

function calendarStart(anchor: 'day' | 'month', now: Date, timeZone: string): Date {
  const today = localDay(now, timeZone);
  return dayBounds(anchor === 'day' ? today : `${today.slice(0, 7)}-01`, timeZone).start;
}

function figureOf(
  entry: { budget: BudgetRow } & ShownWindow,
  count: WindowCount,
  input: { rampKnown: boolean },
): UsageFigure {
  const cap = entry.budget.key.startsWith('ramp.') && !input.rampKnown ? null : entry.budget.cap;
  return {
    budget: entry.budget.key,
    window: entry.window,
    campaignId: entry.budget.campaignId,
    cap,
    sent: count.sent,
    reserved: count.reserved,
    unknown: count.unknown,
    used: count.used,
    left: cap === null ? null : Math.max(0, cap - count.used),
    effective: cap,
    bindingBudget: entry.budget.key,
    resetsAt: entry.resetsAt(count.oldestAt),
  };
}

const NOTHING: WindowCount = { sent: 0, reserved: 0, unknown: 0, used: 0, oldestAt: null };

/**
 * What a day's budget is really worth (limits.md §1, effective cap): the smallest of the caps that every one of its sends
 * draws on. Longer and shared budgets count with what they have left. An unknown one makes it unknown.
 */
function bindingOf(
  figure: UsageFigure,
  all: UsageFigure[],
): { effective: number | null; bindingBudget: string | null } {
  if (!figure.budget.endsWith('.day') || figure.cap === null)
    return { effective: figure.cap, bindingBudget: figure.budget };
  const companions = COMPANIONS.get(figure.budget) ?? new Set<string>();
  let best = { effective: figure.cap, bindingBudget: figure.budget };
  for (const other of all) {
    if (other.budget === figure.budget || !companions.has(other.budget) || other.campaignId !== '') continue;
    if (other.cap === null) return { effective: null, bindingBudget: other.budget };
    const shared = !other.budget.endsWith('.day') || other.budget === 'engagement.day';
    const worth = shared ? Math.min(other.cap, figure.used + (other.left ?? 0)) : other.cap;
    if (worth < best.effective && !other.budget.endsWith('.hour'))
      best = { effective: worth, bindingBudget: other.budget };
  }
  return best;
}

/** For each budget, the budgets that every send on it draws on too: the common part over actions and variants. */
const COMPANIONS: Map<string, Set<string>> = companionsOfBudgets();

function companionsOfBudgets(): Map<string, Set<string>> {
  const draws = ACTIONS.flatMap((action) =>
    [false, true].flatMap((withNote) =>
      (['credit', 'open'] as const).map((inmail) => budgetsOf({ action, withNote, inmail, inCampaign: true })),
    ),
  );
  const out = new Map<string, Set<string>>();
  for (const keys of draws) {
    for (const key of keys) {
      const known = out.get(key);
      out.set(key, new Set(known === undefined ? keys : keys.filter((candidate) => known.has(candidate))));
    }
  }
  return out;
}

import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/accounts-api';
import type { BudgetRow, CountedWindow, WindowCount } from '../../../db/queries/usage';
import { budgetsOfAccount, countWindows } from '../../../db/queries/usage';
import { budgetsOf } from '../../domain/limits/budgets-of-action';
import type { BudgetKey } from '../../domain/limits/constants';
import { ACCOUNT_BUDGETS, ACTIONS, RAMP_KINDS } from '../../domain/limits/constants';
import { budgetWindowOf, dayBounds, localDay, nextReset } from '../../domain/limits/windows';

export interface UsageFigure {
  budget: string;
  window: string;
  campaignId: string;
  /** Null while it is not known: a ramp without today's row, a counter without its row. */
  cap: number | null;
  /** Null where the counter has no row: what it counts over is then not known either. */
  sent: number | null;
  reserved: number | null;
  unknown: number | null;
  used: number | null;
  left: number | null;
  effective: number | null;
  bindingBudget: string | null;
  resetsAt: Date | null;
}

/**
 * Every budget of an account as rows of the ledger count it, with the cap in force (design.md P6). A `.day` budget has
 * two figures: its calendar day, then its rolling 24 h. Without a ramp row for today the ramp's caps are unknown, and a
 * counter whose row is missing, or says less than its rows, is unknown altogether; before its first day an account has none.
 */
export async function usageFigures(
  tx: Tx,
  input: { account: AccountRow; now: Date; rampKnown: boolean; campaigns?: boolean },
): Promise<UsageFigure[]> {
  const { account } = input;
  const budgets = await budgetsOfAccount(tx, { accountId: account.id, campaigns: input.campaigns ?? false });
  const sound = budgets.filter((budget) => budget.isSound);
  const shown = sound.flatMap((budget) => windowsOf(budget, input.now).map((window) => ({ budget, ...window })));
  const windows: CountedWindow[] = shown.map((entry, index) => ({
    index,
    key: entry.budget.key,
    campaignId: entry.budget.campaignId,
    after: entry.after,
  }));
  const counts = await countWindows(tx, account.id, windows);
  const known = shown.map((entry, index) => figureOf(entry, counts.get(index) ?? NOTHING, input));
  const hasBegun = budgets.length > 0 || account.nextSlotAt !== null;
  const figures = hasBegun ? [...known, ...unknownFigures(new Set(sound.map(({ key }) => key)))] : known;
  return figures.map((figure) => ({ ...figure, ...bindingOf(figure, figures) }));
}

/** A figure in which nothing is known for every counter of an account that has no row to rely on. */
export function unknownFigures(there: ReadonlySet<string> = new Set()): UsageFigure[] {
  const missing = COUNTERS.filter((key) => !there.has(key));
  return missing.flatMap((budget) =>
    windowNames(budget, budgetWindowOf(budget).anchor).map((window) => ({ ...UNKNOWN, budget, window })),
  );
}

/** Every counter that an account itself must have before anything may be sent from it. */
const COUNTERS: readonly BudgetKey[] = [
  ...ACCOUNT_BUDGETS,
  ...ACTIONS.map((action) => `attempt.${action}.day` as const),
  ...RAMP_KINDS.map((kind) => `ramp.${kind}.day` as const),
];

const UNKNOWN = {
  campaignId: '',
  cap: null,
  sent: null,
  reserved: null,
  unknown: null,
  used: null,
  left: null,
  effective: null,
  bindingBudget: null,
  resetsAt: null,
};

function windowNames(key: string, anchor: 'day' | 'month' | null): string[] {
  if (anchor === null) return [key.endsWith('.hour') ? 'hour' : 'week'];
  return [anchor, anchor === 'day' ? '24h' : '30d'];
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
  const [first = '', second = ''] = windowNames(budget.key, budget.anchor);
  if (budget.anchor === null) return [{ window: first, ...rolling }];
  const start = calendarStart(budget.anchor, now, budget.timeZone);
  const reset = nextReset(now, budget.anchor, budget.timeZone);
  // The calendar window takes in its first millisecond, and the count's bound is exclusive.
  const calendar = { window: first, after: new Date(start.getTime() - 1), resetsAt: () => reset };
  return [calendar, { window: second, ...rolling }];
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
    const worth = shared ? Math.min(other.cap, (figure.used ?? 0) + (other.left ?? 0)) : other.cap;
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

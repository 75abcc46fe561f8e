import { budgetsOf } from '../../../lib/domain/limits/budgets-of-action';
import type { StoreUnit } from '../../../lib/services/sends/store';
import type { Calendar } from './calendar';
import type { GateWorld } from './gates';
import type { BudgetRow, SendRow, Tables } from './tables';
import type { Transaction } from './transaction';

export type Input<Name extends keyof StoreUnit> = Parameters<StoreUnit[Name]>[0];
export interface LedgerWorld extends GateWorld {
  tables: Tables;
  calendar: Calendar;
  nextId: (kind: string) => string;
}
/** Whose budgets a send draws on. */
export interface Owner {
  accountId: string;
  campaignId: string | null;
}

/** The counters of the ledger: which of them an action draws on, what they hold, and the ways to draw and give back. */
export class MemoryBudgets {
  constructor(readonly world: LedgerWorld) {}

  keysOf(input: Input<'reserveSend'>): string[] {
    const keys: string[] = budgetsOf({
      action: input.action,
      withNote: input.variant === 'note',
      inmail: input.variant === 'open' ? 'open' : 'credit',
      inCampaign: input.campaignId !== null,
    });
    return input.origin === 'engine' ? keys : keys.filter((key) => !/^(campaign|ramp)\./.test(key));
  }

  windowStart(budget: BudgetRow, at: number): number {
    return this.world.calendar.windowStart(budget, at);
  }

  counted(tx: Transaction, budget: BudgetRow): SendRow[] {
    return tx
      .all('sends')
      .filter(
        (row) =>
          row.accountId === budget.accountId &&
          row.kept.includes(budget.key) &&
          (budget.campaignId === '' || row.campaignId === budget.campaignId),
      );
  }

  /** `budget_binding`: the full budget that frees up last, counted from live rows; it can only say no. */
  bindingOf(tx: Transaction, input: Owner, keys: string[], at: number) {
    let bound: { key: string; cap: number; used: number; freeAt: Date | null } | null = null;
    for (const budget of this.budgetsOfSend(tx, input, keys).filter((one) => this.isFull(one))) {
      const start = Math.max(budget.since, this.windowStart(budget, at));
      const live = this.counted(tx, budget).filter((row) => row.at > start);
      if (live.length < budget.cap) continue;
      const first = live.toSorted((a, b) => a.at - b.at)[live.length - budget.cap];
      const freeAt =
        budget.cap > 0 && first !== undefined ? new Date(this.world.calendar.freesAt(budget, first.at)) : null;
      if (bound === null || freeAt === null || (bound.freeAt !== null && freeAt > bound.freeAt))
        bound = { key: budget.key, cap: budget.cap, used: live.length, freeAt };
    }
    return bound;
  }

  isFull(budget: BudgetRow): boolean {
    return budget.used >= budget.cap;
  }

  /** The look under the locks; the one before them can only say no. */
  anyFull(budgets: BudgetRow[]): boolean {
    return budgets.some((budget) => this.isFull(budget));
  }

  evict(tx: Transaction, budgets: BudgetRow[], at: number): void {
    for (const budget of budgets.filter((one) => one.used >= one.cap)) {
      const start = this.windowStart(budget, at);
      if (start <= budget.since) continue;
      const left = this.counted(tx, budget).filter((row) => row.at > budget.since && row.at <= start).length;
      tx.put('budgets', { ...budget, used: budget.used - left, since: start });
    }
  }

  draw(tx: Transaction, input: Owner, keys: string[]): void {
    for (const budget of this.budgetsOfSend(tx, input, keys)) {
      if (budget.used + 1 > budget.cap)
        throw new Error(`budget ${budget.key} would overshoot its cap of ${budget.cap}`);
      tx.put('budgets', { ...budget, used: budget.used + 1 });
    }
  }

  giveBack(tx: Transaction, row: SendRow, keys: string[]): void {
    for (const budget of this.budgetsOfSend(tx, row, keys))
      if (budget.since < row.at) tx.put('budgets', { ...budget, used: budget.used - 1 });
  }

  async lockBudgets(tx: Transaction, input: Owner, keys: string[]): Promise<void> {
    for (const key of keys.toSorted()) await this.world.locks.take(tx, `budgets:${budgetId(input, key)}`, 'update');
  }

  budgetsOfSend(tx: Transaction, input: Owner, keys: string[]): BudgetRow[] {
    return keys.map((key) => tx.get('budgets', budgetId(input, key))).filter((row) => row !== null);
  }
}

export function budgetId(input: Owner, key: string): string {
  return `${input.accountId}:${key}:${key.startsWith('campaign.') ? (input.campaignId ?? '') : ''}`;
}

import { budgetWindowOf, dayBounds, localDay, windowStart } from '../../../lib/domain/limits/windows';
import type { BudgetRow } from './tables';

const DAY_MS = 86_400_000;
const MONTH_MS = 30 * DAY_MS;

/** Calendar days and months of one zone around a moment, computed once a schedule: the domain's own arithmetic is slow. */
export class Calendar {
  private readonly days: number[];
  private readonly months: number[];

  constructor(around: number, zone: string) {
    const first = localDay(new Date(around - 2 * DAY_MS), zone);
    let { start, end } = dayBounds(first, zone);
    this.days = [start.getTime()];
    for (let n = 0; n < 6; n += 1) {
      this.days.push(end.getTime());
      ({ start, end } = dayBounds(localDay(end, zone), zone));
    }
    const month = { anchor: 'month' as const, widthMs: 0 };
    this.months = [-MONTH_MS, 0, MONTH_MS].map((shift) => windowStart(new Date(around + shift), month, zone).getTime());
  }

  /** The start of a budget's window, exclusive: the longer of its calendar part and its rolling part. */
  windowStart(budget: Pick<BudgetRow, 'anchor' | 'widthMs'>, at: number): number {
    const rolling = at - budget.widthMs;
    if (budget.anchor === null) return rolling;
    return Math.min(this.floorOf(budget.anchor, at) - 1, rolling);
  }

  /** When a send made at `at` stops counting. */
  freesAt(budget: Pick<BudgetRow, 'anchor' | 'widthMs'>, at: number): number {
    const rolling = at + budget.widthMs;
    if (budget.anchor === null) return rolling;
    const starts = budget.anchor === 'day' ? this.days : this.months;
    return Math.max(starts.find((start) => start > at) ?? Number.POSITIVE_INFINITY, rolling);
  }

  private floorOf(anchor: 'day' | 'month', at: number): number {
    const starts = anchor === 'day' ? this.days : this.months;
    return starts.findLast((start) => start <= at) ?? Number.NEGATIVE_INFINITY;
  }
}

/** The window of a budget's key, as the product writes it. */
export function shapeOf(key: string): { anchor: 'day' | 'month' | null; widthMs: number } {
  return budgetWindowOf(key as Parameters<typeof budgetWindowOf>[0]);
}

import { budgetsOf } from '../../lib/domain/limits/budgets-of-action';
import type { Action, BudgetKey } from '../../lib/domain/limits/constants';
import { budgetWindowOf, nextReset } from '../../lib/domain/limits/windows';

export interface ModelSend {
  sendId: string;
  fence: string;
  enrolmentId: string;
  action: Action;
  variant: 'plain' | 'note';
  origin: 'engine' | 'typed' | 'external';
  campaignId: string | null;
  atMs: number;
  state: string;
  /** Budgets that still count it, as `key` or `key|campaign`. */
  kept: string[];
}

export interface ModelCap {
  cap: number;
  timeZone: string;
  /** From when another zone may be taken that was asked for. */
  movesAtMs?: number;
}

export interface Refusal {
  key: string;
  cap: number;
  used: number;
  freeAtMs: number | null;
}

/** The budgets of an action as the domain lists them, which is a list of its own beside the one in the migrations. */
export function drawnBy(input: {
  action: Action;
  variant: 'plain' | 'note';
  origin: string;
  campaignId: string | null;
}): string[] {
  const { action, variant, origin, campaignId } = input;
  return budgetsOf({ action, withNote: variant === 'note', inCampaign: campaignId !== null && origin === 'engine' })
    .filter((key) => origin !== 'typed' || !key.startsWith('ramp.'))
    .map((key) => (key.startsWith('campaign.') ? `${key}|${campaignId}` : key));
}

/**
 * The ledger as a list in memory: nothing is counted ahead, every question is answered by going through the sends. The
 * store must agree with it (design.md I1-I5).
 */
export class BudgetModel {
  readonly sends: ModelSend[] = [];
  readonly caps = new Map<string, ModelCap>();

  /** Sets a cap at once; another zone when the calendar window that is open when it is first asked for has ended. */
  put(budget: string, cap: number, timeZone: string, nowMs: number): void {
    const before = this.of(budget);
    const { anchor } = budgetWindowOf(keyOf(budget));
    if (timeZone === before.timeZone || anchor === null) this.caps.set(budget, { cap, timeZone });
    else if (before.movesAtMs === undefined) {
      const movesAtMs = nextReset(new Date(nowMs), anchor, before.timeZone).getTime();
      this.caps.set(budget, { ...before, cap, movesAtMs });
    } else this.caps.set(budget, nowMs >= before.movesAtMs ? { cap, timeZone } : { ...before, cap });
  }

  /** When a send made at `atMs` stops counting. */
  freesAt(budget: string, atMs: number): number {
    const shape = budgetWindowOf(keyOf(budget));
    const rollingMs = atMs + shape.widthMs;
    if (shape.anchor === null) return rollingMs;
    return Math.max(rollingMs, nextReset(new Date(atMs), shape.anchor, this.of(budget).timeZone).getTime());
  }

  /** The sends a budget counts at `nowMs`, the first to be freed first. */
  counted(budget: string, nowMs: number): ModelSend[] {
    return this.sends
      .filter((send) => send.kept.includes(budget) && this.freesAt(budget, send.atMs) > nowMs)
      .sort((a, b) => a.atMs - b.atMs);
  }

  /** The full budget that frees up last, or null when every one has room. Several may tie: all are answered. */
  refusals(drawn: string[], nowMs: number): Refusal[] {
    const full = drawn.flatMap((budget): Refusal[] => {
      const { cap } = this.of(budget);
      const counted = this.counted(budget, nowMs);
      if (counted.length < cap) return [];
      const next = cap === 0 ? undefined : counted[counted.length - cap];
      const freeAtMs = next === undefined ? null : this.freesAt(budget, next.atMs);
      return [{ key: keyOf(budget), cap, used: counted.length, freeAtMs }];
    });
    const latest = Math.max(...full.map((refusal) => refusal.freeAtMs ?? Number.POSITIVE_INFINITY));
    return full.filter((refusal) => (refusal.freeAtMs ?? Number.POSITIVE_INFINITY) === latest);
  }

  of(budget: string): ModelCap {
    const found = this.caps.get(budget);
    if (found === undefined) throw new Error(`the model has no budget ${budget}`);
    return found;
  }
}

function keyOf(budget: string): BudgetKey {
  return (budget.split('|')[0] ?? budget) as BudgetKey;
}

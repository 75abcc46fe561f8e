import type { BudgetKey } from '../limits/constants';
import { budgetWindowOf, nextReset } from '../limits/windows';

/** One budget in memory: when each of its sends was counted, in ms, oldest first. */
interface Counter {
  key: BudgetKey;
  cap: number;
  anchor: 'day' | 'month' | null;
  widthMs: number;
  times: number[];
  /** Before this place every send has left the window. */
  left: number;
  /** When the calendar part of the send at `atMs` ends: asked again and again for one send. */
  reset: { atMs: number; endsMs: number };
}

/** Budgets of one account, its own under the campaign `''`. */
export interface MemoryLedger {
  timeZone: string;
  dayStartMs: number;
  monthStartMs: number;
  counters: Map<string, Map<BudgetKey, Counter>>;
}

export interface Bound {
  key: BudgetKey;
  cap: number;
  /** Null for never: the cap is 0. */
  freeAtMs: number | null;
}

/** A ledger without budgets; the calendar parts of its windows are set for each day with `beginDay`. */
export function openLedger(timeZone: string): MemoryLedger {
  return { timeZone, dayStartMs: 0, monthStartMs: 0, counters: new Map() };
}

/** Sets where the local day and its month began. */
export function beginDay(ledger: MemoryLedger, day: { startMs: number; monthStartMs: number }): void {
  ledger.dayStartMs = day.startMs;
  ledger.monthStartMs = day.monthStartMs;
}

/** Creates a budget or changes its cap. */
export function putCap(ledger: MemoryLedger, key: BudgetKey, campaignId: string, cap: number): void {
  counterOf(ledger, key, campaignId).cap = Math.max(0, cap);
}

/** Counts a send in its budgets; sends are counted in the order in which they are made. */
export function count(
  ledger: MemoryLedger,
  send: { atMs: number; campaignId: string; keys: readonly BudgetKey[] },
): void {
  for (const key of send.keys) counterOf(ledger, key, ownerOf(key, send.campaignId)).times.push(send.atMs);
}

/** How many sends a budget counts at a moment. */
export function usedOf(ledger: MemoryLedger, key: BudgetKey, campaignId: string, nowMs: number): number {
  return live(ledger, counterOf(ledger, key, campaignId), nowMs);
}

/** The full budget among some that frees up last, for before that moment nothing can go; null while all have room. */
export function bindingOf(
  ledger: MemoryLedger,
  keys: readonly BudgetKey[],
  campaignId: string,
  nowMs: number,
): Bound | null {
  let bound: Bound | null = null;
  for (const key of keys) {
    const counter = counterOf(ledger, key, ownerOf(key, campaignId));
    const used = live(ledger, counter, nowMs);
    if (used < counter.cap) continue;
    const freeAtMs = counter.cap === 0 ? null : freesAtMs(ledger, counter, used);
    if (bound === null || (bound.freeAtMs !== null && (freeAtMs === null || freeAtMs > bound.freeAtMs)))
      bound = { key, cap: counter.cap, freeAtMs };
  }
  return bound;
}

/** The largest used share of a campaign's caps, counted from what their windows hold, as the store does. */
export function usedShareOf(ledger: MemoryLedger, campaignId: string, nowMs: number): number {
  let share = 0;
  for (const counter of ledger.counters.get(campaignId)?.values() ?? [])
    if (counter.cap > 0) share = Math.max(share, live(ledger, counter, nowMs) / counter.cap);
  return share;
}

function live(ledger: MemoryLedger, counter: Counter, nowMs: number): number {
  const rollingMs = nowMs - counter.widthMs;
  // A millisecond early, as in the store: a send of the first instant of the day is inside.
  const calendarMs = counter.anchor === null ? rollingMs : startOf(ledger, counter.anchor) - 1;
  const start = Math.min(rollingMs, calendarMs);
  while ((counter.times[counter.left] ?? Number.POSITIVE_INFINITY) <= start) counter.left += 1;
  return counter.times.length - counter.left;
}

function startOf(ledger: MemoryLedger, anchor: 'day' | 'month'): number {
  return anchor === 'day' ? ledger.dayStartMs : ledger.monthStartMs;
}

function freesAtMs(ledger: MemoryLedger, counter: Counter, used: number): number {
  const atMs = counter.times[counter.left + used - counter.cap] ?? 0;
  const rolledMs = atMs + counter.widthMs;
  if (counter.anchor === null) return rolledMs;
  if (counter.reset.atMs !== atMs)
    counter.reset = { atMs, endsMs: nextReset(new Date(atMs), counter.anchor, ledger.timeZone).getTime() };
  return Math.max(rolledMs, counter.reset.endsMs);
}

function counterOf(ledger: MemoryLedger, key: BudgetKey, campaignId: string): Counter {
  let budgets = ledger.counters.get(campaignId);
  if (budgets === undefined) {
    budgets = new Map();
    ledger.counters.set(campaignId, budgets);
  }
  const known = budgets.get(key);
  if (known !== undefined) return known;
  const made: Counter = {
    key,
    cap: 0,
    ...budgetWindowOf(key),
    times: [],
    left: 0,
    reset: { atMs: -1, endsMs: 0 },
  };
  budgets.set(key, made);
  return made;
}

function ownerOf(key: BudgetKey, campaignId: string): string {
  return key.startsWith('campaign.') ? campaignId : '';
}

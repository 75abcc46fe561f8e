import { limitFor } from '@/lib/domain/limits/catalogue';
import type { AccountBudget } from '@/lib/domain/limits/constants';
import { SEARCH_BUDGET, searchLimit } from '@/lib/domain/limits/search-limit';
import { drawBetween } from '@/lib/domain/pacing/seeded-draw';
import { configOf } from './config';
import type { LedgerAction, LedgerLine } from './ledger';
import type { Account } from './records';
import type { Simulation } from './simulation';

export interface LimitedAct {
  account: Account;
  action: LedgerAction;
  note: boolean;
  open: boolean;
  results?: number;
  now: Date;
}

type Counted = AccountBudget | typeof SEARCH_BUDGET;

/**
 * What one more act would pass: `hidden` is the wall this account really has (a share of the catalogue's hard cap,
 * unknown to the app), `hard` the documented cap. Rolling windows over what was accepted.
 */
export function limitsPassedBy(simulation: Simulation, act: LimitedAct): { hidden: Counted[]; hard: Counted[] } {
  const lines = simulation.store.ledger.ofAccount(act.account.id);
  const passed: { hidden: Counted[]; hard: Counted[] } = { hidden: [], hard: [] };
  if (act.action === 'search') {
    const fetched = resultsSince(lines, act.now.getTime() - DAY_MS) + (act.results ?? 0);
    if (fetched > searchLimit(act.account.tier).hard) passed.hard.push(SEARCH_BUDGET);
    if (fetched > hiddenLimit(simulation, act.account, SEARCH_BUDGET)) passed.hidden.push(SEARCH_BUDGET);
  }
  for (const [budget, draws] of DRAWS) {
    if (!draws(act)) continue;
    const used = countSince(lines, act.now.getTime() - widthMs(budget), draws);
    const { hard } = limitFor(budget, act.account.tier);
    if (used + 1 > hard) passed.hard.push(budget);
    if (used + 1 > hiddenLimit(simulation, act.account, budget)) passed.hidden.push(budget);
  }
  return passed;
}

/** The wall of one budget on one account: never below the documented cap, except in a harsh world. */
export function hiddenLimit(simulation: Pick<Simulation, 'seed' | 'store'>, account: Account, budget: Counted): number {
  const { hard } = budget === SEARCH_BUDGET ? searchLimit(account.tier) : limitFor(budget, account.tier);
  const { limitShareMin, limitShareMax } = configOf(simulation);
  const key = `${simulation.seed}|${account.id}|limit|${budget}`;
  return Math.floor(hard * drawBetween(key, limitShareMin, limitShareMax));
}

type Drawing = Pick<LedgerLine, 'action' | 'note' | 'open'>;

const isView = (line: Drawing) => line.action === 'lookup' || line.action === 'visit';

// Credits are counted by the account's balance, not here.
const DRAWS: [AccountBudget, (line: Drawing) => boolean][] = [
  ['invite.day', (line) => line.action === 'invite'],
  ['invite.week', (line) => line.action === 'invite'],
  ['invite_note.month', (line) => line.action === 'invite' && line.note],
  ['message.hour', (line) => line.action === 'message'],
  ['message.day', (line) => line.action === 'message'],
  ['profile_view.day', isView],
  ['engagement.day', (line) => line.action === 'message' || isView(line)],
  ['inmail.day', (line) => line.action === 'inmail'],
  ['inmail_open.month', (line) => line.action === 'inmail' && line.open],
  ['withdraw.day', (line) => line.action === 'withdraw'],
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WIDTH_MS: Record<string, number> = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};

function widthMs(budget: AccountBudget): number {
  return WIDTH_MS[budget.slice(budget.indexOf('.') + 1)] ?? HOUR_MS;
}

function resultsSince(lines: readonly LedgerLine[], fromMs: number): number {
  return lines
    .filter((line) => line.action === 'search' && line.outcome === 'accepted' && Date.parse(line.at) > fromMs)
    .reduce((sum, line) => sum + (line.results ?? 0), 0);
}

function countSince(lines: readonly LedgerLine[], fromMs: number, draws: (line: Drawing) => boolean): number {
  let count = 0;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index];
    if (line === undefined || Date.parse(line.at) <= fromMs) break;
    if (line.outcome === 'accepted' && draws(line)) count += 1;
  }
  return count;
}

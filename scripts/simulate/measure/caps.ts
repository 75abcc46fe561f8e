import { limitFor } from '../../../lib/domain/limits/catalogue';
import type { AccountBudget } from '../../../lib/domain/limits/constants';
import type { LedgerLine } from '../../../lib/simulator/ledger';
import type { Facts, MeasuredAccount } from './facts';
import { groupBy } from './group-by';
import { localTime } from './local-time';
import { bestRampCap } from './plan';

/** How often a cap was passed: the catalogue's default of each budget over its rolling window, and the ramp's best case. */
export function overCaps(facts: Facts): number {
  return facts.accounts.reduce((sum, account) => {
    const lines = facts.lines.filter((line) => line.accountId === account.providerId && line.outcome === 'accepted');
    const rolling = BUDGETS.map(([budget, widthMs, draws]) =>
      passed(lines.filter(draws), widthMs, limitFor(budget, account.tier).default),
    );
    return sum + rolling.reduce((all, n) => all + n, 0) + overRamp(facts, account, lines);
  }, 0);
}

/** The most that one window of `widthMs` held of a budget's calls. */
export function fullestWindow(lines: LedgerLine[], budget: AccountBudget): number {
  const rule = BUDGETS.find(([name]) => name === budget);
  if (rule === undefined) return 0;
  const [, widthMs, draws] = rule;
  return Math.max(
    0,
    ...counts(
      lines.filter((line) => line.outcome === 'accepted' && draws(line)),
      widthMs,
    ),
  );
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const isView = (line: LedgerLine) => line.action === 'lookup' || line.action === 'visit';

export const BUDGETS: [AccountBudget, number, (line: LedgerLine) => boolean][] = [
  ['invite.day', DAY_MS, (line) => line.action === 'invite'],
  ['invite.week', 7 * DAY_MS, (line) => line.action === 'invite'],
  ['invite_note.month', 30 * DAY_MS, (line) => line.action === 'invite' && line.note],
  ['message.hour', HOUR_MS, (line) => line.action === 'message'],
  ['message.day', DAY_MS, (line) => line.action === 'message'],
  ['profile_view.day', DAY_MS, isView],
  ['engagement.day', DAY_MS, (line) => line.action === 'message' || isView(line)],
  ['inmail.day', DAY_MS, (line) => line.action === 'inmail'],
  ['inmail_open.month', 30 * DAY_MS, (line) => line.action === 'inmail' && line.open],
  ['withdraw.day', DAY_MS, (line) => line.action === 'withdraw'],
];

/** For each line how many of the lines lie in the window that ends with it. */
function counts(lines: LedgerLine[], widthMs: number): number[] {
  const times = lines.map((line) => Date.parse(line.at));
  let from = 0;
  return times.map((at, index) => {
    while ((times[from] ?? at) <= at - widthMs) from += 1;
    return index - from + 1;
  });
}

function passed(lines: LedgerLine[], widthMs: number, cap: number): number {
  return counts(lines, widthMs).filter((count) => count > cap).length;
}

/** Invites of a local day above what the ramp allows at best, had it risen at every chance. */
function overRamp(facts: Facts, account: MeasuredAccount, lines: LedgerLine[]): number {
  const invites = lines.filter((line) => line.action === 'invite');
  const days = groupBy(invites, (line) => localTime(new Date(line.at), account.timeZone).date);
  return [...days].reduce((sum, [date, sent]) => sum + Math.max(0, sent.length - bestRampCap(facts, account, date)), 0);
}

import type { LedgerLine } from '../../../lib/simulator/ledger';
import type { Facts, MeasuredAccount } from './facts';
import { groupBy } from './group-by';
import { inWorkingHours, localTime } from './local-time';

const LIMIT = 'limit:';
const HOUR_MS = 3_600_000;
/** Working days that the n-th stop in a row lasts (limits.md §5). */
const STOP_DAYS = [1, 2, 4, 8, 14];
const PROVEN_MS = 7 * 24 * HOUR_MS;

export function isLimitAnswer(line: LedgerLine): boolean {
  return line.refusal?.startsWith(LIMIT) === true;
}

/**
 * Calls that reached the provider while their action was stopped: from a limit answer to the opening of the n-th next
 * working day, n growing with stops in a row (limits.md §5). And calls on an account whose connection was lost.
 */
export function callsDuringStops(facts: Facts): number {
  const closed = Object.entries(facts.violations).filter(([kind]) => kind.startsWith('account_'));
  let count = closed.reduce((sum, [, n]) => sum + n, 0);
  for (const account of facts.accounts) {
    const own = facts.lines.filter((line) => line.accountId === account.providerId);
    for (const lines of groupBy(own, (line) => line.action).values()) count += duringStops(account, lines);
  }
  return count;
}

function duringStops(account: MeasuredAccount, lines: LedgerLine[]): number {
  let [untilMs, row, count] = [0, 0, 0];
  let firstSince: number | null = null;
  for (const line of lines) {
    const atMs = Date.parse(line.at);
    if (atMs < untilMs) count += 1;
    else firstSince ??= atMs;
    if (!isLimitAnswer(line)) continue;
    row = row > 0 && firstSince !== null && atMs - firstSince >= PROVEN_MS ? 1 : row + 1;
    untilMs = openingAfter(atMs, STOP_DAYS[Math.min(row, STOP_DAYS.length) - 1] ?? 1, account.timeZone);
    firstSince = null;
  }
  return count;
}

/** When the n-th next working day opens: whole hours are enough, because every played account opens at nine. */
function openingAfter(atMs: number, days: number, timeZone: string): number {
  const today = localTime(new Date(atMs), timeZone).date;
  const seen = new Set<string>();
  for (let ms = Math.ceil(atMs / HOUR_MS) * HOUR_MS; ; ms += HOUR_MS) {
    const { date } = localTime(new Date(ms), timeZone);
    if (date === today || !inWorkingHours(new Date(ms), timeZone)) continue;
    seen.add(date);
    if (seen.size === days) return ms;
  }
}

/** The most limit answers that one account got for one action on one local day: after the first it should have stopped. */
export function mostLimitAnswersADay(facts: Pick<Facts, 'accounts' | 'lines'>): number {
  const zones = new Map(facts.accounts.map((account) => [account.providerId, account.timeZone]));
  const days = groupBy(
    facts.lines.filter(isLimitAnswer),
    (line) =>
      `${line.accountId}|${line.action}|${localTime(new Date(line.at), zones.get(line.accountId) ?? 'UTC').date}`,
  );
  return Math.max(0, ...[...days.values()].map((lines) => lines.length));
}

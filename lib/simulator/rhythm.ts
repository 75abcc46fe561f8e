import { drawBetween } from '@/lib/domain/pacing/seeded-draw';
import type { LedgerLine } from './ledger';
import type { Account } from './records';

/** What a machine's hand looks like: gaps all alike, or work while its owner sleeps. */
export type Suspicion = 'robotic_rhythm' | 'night_work';

/**
 * What gives an account away after its newest act, or null. `lines` are its accepted acts, oldest first. Gaps count within
 * one stretch of work; nights are the account's own, and without a zone nobody knows them.
 */
export function suspicionOf(account: Pick<Account, 'id' | 'timeZone'>, lines: readonly LedgerLine[]): Suspicion | null {
  const newest = lines.slice(-ACTS_LOOKED_AT);
  if (tooRegular(account, newest)) return 'robotic_rhythm';
  return worksAtNight(account, newest) ? 'night_work' : null;
}

const ACTS_LOOKED_AT = 60;
const GAPS_MIN = 30;
/** Longer than this is a pause, not a gap. */
const STRETCH_MS = 2 * 3_600_000;
const NIGHT_ACTS_MAX = 5;
const NIGHT = { from: 23, to: 6 };

/** Each account is watched a little more or less closely, as the limits are. */
function tooRegular(account: Pick<Account, 'id'>, lines: readonly LedgerLine[]): boolean {
  const times = lines.map((line) => Date.parse(line.at));
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const within = gaps.filter((gap) => gap < STRETCH_MS);
  if (within.length < GAPS_MIN) return false;
  const mean = within.reduce((sum, gap) => sum + gap, 0) / within.length;
  const deviation = Math.sqrt(within.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / within.length);
  return deviation < mean * drawBetween(`${account.id}|regular`, 0.15, 0.3);
}

function worksAtNight(account: Pick<Account, 'timeZone'>, lines: readonly LedgerLine[]): boolean {
  const { timeZone } = account;
  if (timeZone === null) return false;
  const hourOf = new Intl.DateTimeFormat('en-US', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const atNight = lines.filter((line) => {
    const hour = Number(hourOf.format(new Date(line.at)));
    return hour >= NIGHT.from || hour < NIGHT.to;
  });
  return atNight.length > NIGHT_ACTS_MAX;
}

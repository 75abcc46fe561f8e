import { median } from '../../median';
import type { Facts } from './facts';
import { isSend } from './facts';
import { groupBy } from './group-by';
import { localTime } from './local-time';

/** A day with fewer sends says nothing about its rhythm. */
const SENDS_MIN = 20;

/**
 * The rhythm of the sends, each taken per account within one local day: the coefficient of variation of the gaps and the
 * share of the fullest minute of the hour. The median of an account's days counts, and the worst account is told; null
 * when no account had a day with twenty sends.
 */
export function pacingOf(facts: Pick<Facts, 'accounts' | 'lines'>): {
  gapCv: number | null;
  maxMinuteShare: number | null;
} {
  const cvs: number[] = [];
  const shares: number[] = [];
  for (const { providerId, timeZone } of facts.accounts) {
    const days = groupBy(
      facts.lines.filter((line) => line.accountId === providerId && isSend(line)).map((line) => new Date(line.at)),
      (at) => localTime(at, timeZone).date,
    );
    const full = [...days.values()].filter((times) => times.length >= SENDS_MIN);
    if (full.length === 0) continue;
    cvs.push(median(full.map(gapCv)));
    shares.push(median(full.map((times) => minuteShare(times, timeZone))));
  }
  return {
    gapCv: cvs.length === 0 ? null : Math.min(...cvs),
    maxMinuteShare: shares.length === 0 ? null : Math.max(...shares),
  };
}

/** Standard deviation over mean of the gaps between moments in ascending order. */
export function gapCv(times: Date[]): number {
  const gaps = times.slice(1).map((at, index) => at.getTime() - (times[index]?.getTime() ?? 0));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
  return mean === 0 ? 0 : Math.sqrt(variance) / mean;
}

function minuteShare(times: Date[], timeZone: string): number {
  const minutes = groupBy(times, (at) => String(localTime(at, timeZone).minute));
  return Math.max(...[...minutes.values()].map((at) => at.length)) / times.length;
}

import { describe, expect, it } from 'vitest';
import type { LedgerLine } from './ledger';
import { suspicionOf } from './rhythm';

const ACCOUNT = { id: 'acc_one', timeZone: 'America/New_York' };
const MORNING = Date.parse('2026-03-03T15:00:00.000Z');

/** One accepted visit after the other, so many minutes apart. */
function acts(startMs: number, gapMinutes: number[]): LedgerLine[] {
  let atMs = startMs;
  return [0, ...gapMinutes].map((minutes, index) => {
    atMs += minutes * 60_000;
    const at = new Date(atMs).toISOString();
    return {
      ...{ seq: index + 1, at, realAt: at, accountId: ACCOUNT.id, action: 'visit', personId: null, slug: `p${index}` },
      ...{ note: false, open: false, requestId: `r${index}`, resultId: null, outcome: 'accepted' },
    };
  });
}

describe('a hand that is watched', () => {
  it('is a machine when its gaps are all alike, and not when they vary', () => {
    expect(suspicionOf(ACCOUNT, acts(MORNING, Array(35).fill(5)))).toBe('robotic_rhythm');
    expect(
      suspicionOf(
        ACCOUNT,
        acts(
          MORNING,
          Array.from({ length: 35 }, (_, n) => (n % 3 === 0 ? 12 : 2)),
        ),
      ),
    ).toBeNull();
  });

  it('is not judged by a few acts', () => {
    expect(suspicionOf(ACCOUNT, acts(MORNING, Array(20).fill(5)))).toBeNull();
  });

  it('is a machine when it works in its owner’s night, wherever that is', () => {
    const night = acts(Date.parse('2026-03-03T06:30:00.000Z'), [3, 11, 2, 19, 4, 8]);
    expect(suspicionOf(ACCOUNT, night)).toBe('night_work');
    expect(suspicionOf({ ...ACCOUNT, timeZone: 'Europe/Berlin' }, night)).toBeNull();
    expect(suspicionOf({ ...ACCOUNT, timeZone: null }, night)).toBeNull();
  });
});

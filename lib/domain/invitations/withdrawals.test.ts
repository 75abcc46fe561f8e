import { describe, expect, it } from 'vitest';
import { openIntervals } from '../pacing/working-hours';
import { nextWithdrawalAt, WITHDRAW_GAP_MIN } from './withdrawals';

const intervals = openIntervals('2026-03-04', {
  timeZone: 'Europe/Berlin',
  workingHours: [
    { day: 3, from: '09:00', to: '12:00' },
    { day: 3, from: '13:00', to: '17:30' },
  ],
  daysOff: [],
});
const MORNING = new Date('2026-03-04T08:00:00Z');

/** A day's withdrawals, one after the other, of one account. */
function dayOf(account: string): Date[] {
  const slots: Date[] = [];
  let now = MORNING;
  for (let n = 0; n < 500; n += 1) {
    const at = nextWithdrawalAt({ now, intervals, seed: `${account}:${n}` });
    if (at === null) return slots;
    slots.push(at);
    now = at;
  }
  throw new Error('the day did not end');
}

describe('the slots of withdrawals', () => {
  const days = Array.from({ length: 200 }, (_, n) => dayOf(`acc_${n}`));

  it('lie inside the open intervals, pauses of the day left out', () => {
    for (const at of days.flat()) expect(intervals.some(({ from, to }) => from <= at && at < to)).toBe(true);
  });

  it('are at least 20 s apart, never evenly, and 12 min on average', () => {
    const gaps = days.flatMap((day) =>
      day.slice(1).flatMap((at, n) => {
        const before = day[n];
        return before === undefined || noon(before) !== noon(at) ? [] : [at.getTime() - before.getTime()];
      }),
    );
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const spread = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(20_000);
    // A gap that would reach past the end of the hours is no gap of the day, so the mean of those inside is a little shorter.
    expect(mean / 60_000).toBeGreaterThan(WITHDRAW_GAP_MIN * 0.85);
    expect(mean / 60_000).toBeLessThan(WITHDRAW_GAP_MIN);
    expect(spread / mean).toBeGreaterThan(0.8);
  });

  it('fill no day to the cap of 100', () => {
    const counts = days.map((day) => day.length);
    expect(Math.max(...counts)).toBeLessThan(70);
    expect(counts.reduce((sum, n) => sum + n, 0) / counts.length).toBeGreaterThan(30);
  });

  it('share no minute of the hour', () => {
    const minutes = new Map<number, number>();
    for (const at of days.flat()) minutes.set(at.getUTCMinutes(), (minutes.get(at.getUTCMinutes()) ?? 0) + 1);
    expect(Math.max(...minutes.values()) / days.flat().length).toBeLessThan(0.05);
  });

  it('are the same for the same seed, and none is left when the hours are over', () => {
    expect(dayOf('acc_1')).toEqual(dayOf('acc_1'));
    const over = new Date('2026-03-04T16:30:00Z');
    expect(nextWithdrawalAt({ now: over, intervals, seed: 'x' })).toBeNull();
    expect(nextWithdrawalAt({ now: MORNING, intervals: [], seed: 'x' })).toBeNull();
  });
});

function noon(at: Date): boolean {
  return at.getTime() < Date.parse('2026-03-04T11:30:00Z');
}

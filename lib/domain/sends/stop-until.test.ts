import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asksPerson, countStops, easesAt, stopUntil, UNTIL_A_PERSON } from './stop-until';

const now = new Date('2026-11-25T12:00:00Z');
const DAY = 86_400_000;
const nextOpenings = Array.from(
  { length: 14 },
  (_, index) => new Date(Date.parse('2026-11-26T08:00:00Z') + index * DAY),
);

describe('how long a limit answer stops an action', () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [5, 14],
    [9, 14],
  ])('stop %i in a row lasts until the opening of working day %i', (stopsInRow, n) => {
    expect(stopUntil({ stopsInRow, now, nextOpenings })).toEqual(nextOpenings[n - 1]);
  });

  it('waits for a reset that the answer names later than the opening', () => {
    const answerReset = new Date('2026-11-28T00:00:00Z');
    expect(stopUntil({ answerReset, stopsInRow: 1, now, nextOpenings })).toEqual(answerReset);
  });

  it('is not shortened by a reset before the opening', () => {
    const answerReset = new Date('2026-11-25T12:05:00Z');
    expect(stopUntil({ answerReset, stopsInRow: 1, now, nextOpenings })).toEqual(nextOpenings[0]);
  });

  it('replaces missing openings by whole days', () => {
    expect(stopUntil({ stopsInRow: 3, now, nextOpenings: [] })).toEqual(new Date(now.getTime() + 4 * DAY));
    expect(stopUntil({ stopsInRow: 2, now, nextOpenings: nextOpenings.slice(0, 1) }).toISOString()).toBe(
      '2026-11-27T08:00:00.000Z',
    );
  });

  it('ignores openings that have passed', () => {
    const passed = new Date('2026-11-25T08:00:00Z');
    expect(stopUntil({ stopsInRow: 1, now, nextOpenings: [passed, ...nextOpenings] })).toEqual(nextOpenings[0]);
  });
});

describe('how many stops are in a row', () => {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);
  it.each([
    ['the first ever', { before: 0, endedAt: null, sendsSince: [] }, 1],
    ['again on the day after', { before: 1, endedAt: daysAgo(0.1), sendsSince: [daysAgo(0.05)] }, 2],
    ['after 6 days with sends', { before: 2, endedAt: daysAgo(8), sendsSince: [daysAgo(6)] }, 3],
    ['after 7 days with sends', { before: 4, endedAt: daysAgo(8), sendsSince: [daysAgo(7)] }, 1],
    ['after a stop that was itself longer than a week', { before: 4, endedAt: daysAgo(1), sendsSince: [] }, 5],
    ['after weeks in which nothing was sent', { before: 3, endedAt: daysAgo(40), sendsSince: [] }, 4],
  ])('%s', (_, input, expected) => {
    expect(countStops({ ...input, now })).toBe(expected);
  });
});

describe('when a week has eased', () => {
  const widthMs = 7 * DAY;
  it('names the moment at which at most 80 % of the cap are left in the window', () => {
    const sends = Array.from({ length: 10 }, (_, hour) => new Date(now.getTime() - (10 - hour) * 3_600_000));
    expect(easesAt({ sends, cap: 10, widthMs })).toEqual(new Date(Number(sends[1]) + widthMs));
    expect(easesAt({ sends: sends.slice(2), cap: 10, widthMs })).toBeNull();
    expect(easesAt({ sends: [], cap: 0, widthMs })).toBeNull();
  });

  it('holds for every history: over 80 % before the moment, at most 80 % at it', () => {
    const hours = fc.array(fc.integer({ min: 1, max: 160 }), { maxLength: 60 });
    fc.assert(
      fc.property(hours, fc.nat(70), (ago, cap) => {
        const sends = ago.map((hour) => new Date(now.getTime() - hour * 3_600_000));
        const usedAt = (at: number) => sends.filter((send) => send.getTime() > at - widthMs).length;
        const moment = easesAt({ sends, cap, widthMs });
        expect(usedAt((moment ?? now).getTime())).toBeLessThanOrEqual(cap * 0.8);
        if (moment !== null) expect(usedAt(moment.getTime() - 1)).toBeGreaterThan(Math.floor(cap * 0.8));
      }),
    );
  });

  it('lengthens a stop and never shortens one', () => {
    const later = new Date('2026-12-20T00:00:00Z');
    expect(stopUntil({ stopsInRow: 1, now, nextOpenings, weekEasesAt: later })).toEqual(later);
    expect(stopUntil({ stopsInRow: 1, now, nextOpenings, weekEasesAt: now })).toEqual(nextOpenings[0]);
  });
});

it('a stop that asks a person is told from one that ends', () => {
  expect(asksPerson(UNTIL_A_PERSON)).toBe(true);
  expect(asksPerson(now)).toBe(false);
  expect(asksPerson(null)).toBe(false);
});

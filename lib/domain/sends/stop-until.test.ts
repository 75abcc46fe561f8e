import { describe, expect, it } from 'vitest';
import { stopUntil } from './stop-until';

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

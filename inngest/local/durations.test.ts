import { describe, expect, test } from 'vitest';
import { endOf, retryDelayMs } from './durations';

const now = new Date('2026-03-01T10:00:00Z');

describe('endOf', () => {
  test.each([
    ['2s', '2026-03-01T10:00:02.000Z'],
    ['1m', '2026-03-01T10:01:00.000Z'],
    ['1h30m', '2026-03-01T11:30:00.000Z'],
    ['1w2d', '2026-03-10T10:00:00.000Z'],
    ['500ms', '2026-03-01T10:00:00.500Z'],
    ['2026-03-05T01:02:03.004Z', '2026-03-05T01:02:03.004Z'],
    ['2026-03-05T01:00:00+02:00', '2026-03-04T23:00:00.000Z'],
  ])('%s ends at %s', (text, expected) => {
    expect(endOf(text, now)?.toISOString()).toBe(expected);
  });

  test.each(['', 'soon', '3', '-1h', '1.5h', '1 h', '2026-99-01T00:00:00Z'])('does not guess at %j', (text) => {
    expect(endOf(text, now)).toBeNull();
  });
});

describe('retryDelayMs', () => {
  test('doubles from five seconds to five minutes', () => {
    expect([0, 1, 2, 6, 20].map((attempt) => retryDelayMs(attempt, null, 0))).toEqual([
      5_000, 10_000, 20_000, 300_000, 300_000,
    ]);
  });

  test('is what the app asks for, in seconds or as a date, between a second and a day', () => {
    expect(retryDelayMs(5, '3', 0)).toBe(3_000);
    expect(retryDelayMs(0, '0', 0)).toBe(1_000);
    expect(retryDelayMs(0, '2026-03-01T10:00:07.000Z', now.getTime())).toBe(7_000);
    expect(retryDelayMs(0, '2026-03-01T09:00:00.000Z', now.getTime())).toBe(1_000);
    expect(retryDelayMs(0, '9999999', 0)).toBe(86_400_000);
  });
});

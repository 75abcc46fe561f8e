import { expect, test } from 'vitest';
import { DEFAULT_WORKING_HOURS } from '../accounts/constants';
import { isOpen } from '../pacing/working-hours';
import { nextPageAt, SEARCH_GAP_MS_MIN, searchAgainAt } from './search-pace';

const BERLIN = { timeZone: 'Europe/Berlin', workingHours: DEFAULT_WORKING_HOURS, daysOff: ['2026-03-05'] };
const MORNING = new Date('2026-03-04T09:00:00Z');
const HOUR_MS = 3_600_000;

test('gaps are random, never under the least one, and vary by more than half of their mean', () => {
  const gaps = Array.from({ length: 400 }, (_, n) => {
    const at = nextPageAt(MORNING, BERLIN, `account:${n}`);
    return (at?.getTime() ?? 0) - MORNING.getTime();
  });
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(SEARCH_GAP_MS_MIN);
  expect(deviation / mean).toBeGreaterThanOrEqual(0.5);
});

test('a page that would fall outside the hours is asked for after their next opening, days off left out', () => {
  const evening = new Date('2026-03-04T16:29:45Z');
  for (let n = 0; n < 50; n += 1) {
    const at = nextPageAt(evening, BERLIN, `a:${n}`);
    expect(at !== null && isOpen(at, BERLIN)).toBe(true);
    expect(at?.toISOString().slice(0, 10)).toBe('2026-03-06');
  }
});

test('what was held up goes on later than the moment that frees it, each search at its own', () => {
  const held = { now: new Date(MORNING.getTime() - HOUR_MS), schedule: BERLIN, freeAt: MORNING };
  const times = Array.from({ length: 50 }, (_, n) =>
    searchAgainAt({ ...held, reason: 'search_result.day', seed: `a:${n}` }).getTime(),
  );
  expect(Math.min(...times)).toBeGreaterThan(MORNING.getTime());
  expect(Math.max(...times)).toBeLessThanOrEqual(MORNING.getTime() + HOUR_MS);
  expect(new Set(times).size).toBeGreaterThan(45);
});

test('hours that never open have no next page', () => {
  expect(nextPageAt(MORNING, { ...BERLIN, workingHours: [] }, 'a')).toBeNull();
});

test('a search that is held up looks again in a while where no time is named, at its pace, after the opening, and within a day', () => {
  const again = (reason: string, freeAt: Date | null, now = MORNING) =>
    searchAgainAt({ now, schedule: BERLIN, reason, freeAt, seed: 'a' });
  expect(again('account_paused', null)).toEqual(new Date(MORNING.getTime() + HOUR_MS / 4));
  expect(again('minimum_gap', null)).toEqual(new Date(MORNING.getTime() + SEARCH_GAP_MS_MIN));
  const gapEnd = new Date(MORNING.getTime() + 20_000);
  expect(again('minimum_gap', gapEnd)).toEqual(gapEnd);
  const night = new Date('2026-03-03T22:00:00Z');
  expect(again('outside_hours', null, night).getTime()).toBeGreaterThan(Date.parse('2026-03-04T08:00:00Z'));
  expect(again('provider_limit', new Date(MORNING.getTime() + 72 * HOUR_MS))).toEqual(
    new Date(MORNING.getTime() + 24 * HOUR_MS),
  );
});

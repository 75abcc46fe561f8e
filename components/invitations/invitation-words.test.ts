import { expect, test } from 'vitest';
import { ageWords, mayWithdraw, stateWords } from './invitation-words';

const NOW = new Date('2026-03-25T09:00:00.000Z');
const withdrawal = (
  state: 'due' | 'reserved' | 'unknown' | 'rejected' | 'released' | 'closed',
  askedAt: string | null = NOW.toISOString(),
  reason: string | null = null,
) => ({ askedAt, sendId: null, state, reason });

test('an age is told in whole days, and an unknown one as unknown', () => {
  expect(ageWords('2026-03-25T08:00:00.000Z', NOW)).toBe('today');
  expect(ageWords('2026-03-24T09:00:00.000Z', NOW)).toBe('1 day');
  expect(ageWords('2026-03-01T10:00:00+01:00', NOW)).toBe('24 days');
  expect(ageWords(null, NOW)).toBe('not known');
});

test('an invitation that is being withdrawn says so, and why where nobody asked for it', () => {
  expect(stateWords({ state: 'pending', withdrawal: null })).toBe('Waiting for an answer');
  expect(stateWords({ state: 'pending', withdrawal: withdrawal('due') })).toContain('Withdrawal asked for');
  expect(stateWords({ state: 'pending', withdrawal: withdrawal('released') })).toContain('Withdrawal asked for');
  expect(stateWords({ state: 'pending', withdrawal: withdrawal('reserved') })).toBe('Being withdrawn');
  expect(stateWords({ state: 'pending', withdrawal: withdrawal('reserved', null) })).toContain('because it is old');
  expect(stateWords({ state: 'pending', withdrawal: withdrawal('unknown') })).toContain('not known yet');
  expect(stateWords({ state: 'withdrawn', withdrawal: withdrawal('due') })).toBe('Withdrawn');
});

test('a withdrawal that came to nothing says why, as far as that is known', () => {
  const words = (state: 'rejected' | 'closed', reason: string | null) =>
    stateWords({ state: 'pending', withdrawal: withdrawal(state, NOW.toISOString(), reason) });
  expect(words('rejected', 'target_impossible')).toContain('came to nothing: LinkedIn does not find it');
  expect(words('rejected', 'a_reason_of_tomorrow')).toMatch(/came to nothing$/);
  expect(words('rejected', null)).toMatch(/came to nothing$/);
  expect(words('closed', 'held')).toContain('a person decided so');
});

test('only a pending one can be withdrawn, and not while its withdrawal is open', () => {
  expect(mayWithdraw({ state: 'pending', withdrawal: null })).toBe(true);
  expect(mayWithdraw({ state: 'pending', withdrawal: withdrawal('rejected') })).toBe(true);
  expect(mayWithdraw({ state: 'pending', withdrawal: withdrawal('due') })).toBe(false);
  expect(mayWithdraw({ state: 'pending', withdrawal: withdrawal('unknown') })).toBe(false);
  expect(mayWithdraw({ state: 'accepted', withdrawal: null })).toBe(false);
});

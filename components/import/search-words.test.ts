import { expect, test } from 'vitest';
import { figuresOf, isOpen } from './search-words';

const NONE = { created: 0, merged: 0, duplicate: 0, suppressed: 0, invalid: 0 };
const REST = { kind: 'search' as const, accountId: 'acc_1', stateReason: null, nextAt: null };

test('the figures of a search leave out the verdicts that nobody has', () => {
  expect(figuresOf({ ...REST, ...NONE, rows: 0, most: 100 })).toBe('0 of at most 100 people read.');
  const some = { ...REST, ...NONE, rows: 50, most: 100, created: 44, suppressed: 2, invalid: 4 };
  expect(figuresOf(some)).toBe('50 of at most 100 people read: 44 new, 2 suppressed, 4 without an address.');
});

test('people may still come while a search runs or waits', () => {
  const open = (['running', 'waiting', 'done', 'failed', 'cancelled'] as const).filter((state) => isOpen({ state }));
  expect(open).toEqual(['running', 'waiting']);
});

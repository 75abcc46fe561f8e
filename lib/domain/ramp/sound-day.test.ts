import { expect, test } from 'vitest';
import { RAMP_KINDS } from '../limits/constants';
import { isSoundDay } from './sound-day';

const numbers = Object.fromEntries(RAMP_KINDS.map((kind) => [kind, 40]));

test('a day whose caps and targets are whole numbers of a possible size is sound, 0 included', () => {
  expect(isSoundDay({ caps: numbers, targets: { ...numbers, inmail: 0 } })).toBe(true);
});

test.each([
  ['a word', 'many'],
  ['a number in a word', '40'],
  ['nothing', null],
  ['left out', undefined],
  ['below 0', -1],
  ['a fraction', 12.5],
  ['no number', Number.NaN],
  ['endless', Number.POSITIVE_INFINITY],
  ['larger than any day', 10_001],
])('a day of which one number is %s is not', (_what, value) => {
  expect(isSoundDay({ caps: numbers, targets: { ...numbers, message: value } })).toBe(false);
  expect(isSoundDay({ caps: { ...numbers, message: value }, targets: numbers })).toBe(false);
});

test.each([[null], ['{}'], [[]], [7]])('a day whose numbers are %j is not', (value) => {
  expect(isSoundDay({ caps: numbers, targets: value })).toBe(false);
});

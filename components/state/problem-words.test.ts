import { expect, test } from 'vitest';
import { partsOf } from './problem-words';

test('the moments of a sentence are told apart from its words, and nothing of it is lost', () => {
  const detail = 'It may be from 2026-12-02T08:54:57.900Z on, or 2026-12-03T08:00:00+01:00.';
  const parts = partsOf(detail);
  expect(parts.filter((part) => part.isMoment).map((part) => part.text)).toEqual([
    '2026-12-02T08:54:57.900Z',
    '2026-12-03T08:00:00+01:00',
  ]);
  expect(parts.map((part) => part.text).join('')).toBe(detail);
});

test('a sentence without a moment is one part, a date alone is words', () => {
  expect(partsOf('Nothing was sent on 2026-12-02.')).toEqual([
    { text: 'Nothing was sent on 2026-12-02.', isMoment: false },
  ]);
  expect(partsOf('2026-12-02T08:54:57Z')).toEqual([{ text: '2026-12-02T08:54:57Z', isMoment: true }]);
});
